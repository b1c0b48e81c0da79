{{/*
The pod of one part. Takes {root, name, arguments, settings, graceSeconds, resources}, and where they apply {http}: whether it
answers HTTP; {pauseSeconds}: between the order to stop and the stop; {mounts, volumes}: of its own; {revision}: the label that its pods'
generation is told by.
*/}}
{{- define "trireme.pod" -}}
{{- $values := .root.Values -}}
metadata:
  labels:
    {{- include "trireme.selector" . | nindent 4 }}
    {{- with $values.pod.labels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  annotations:
    # New settings, new pods.
    checksum/settings: {{ include "trireme.properties" .settings | sha256sum | quote }}
    {{- range $name, $value := $values.pod.annotations }}
    {{ $name | quote }}: {{ $value | quote }}
    {{- end }}
spec:
  serviceAccountName: {{ include "trireme.name" (dict "root" .root "name" "app") }}
  automountServiceAccountToken: false
  # A Service called trireme-web or kafka would put variables into the environment that look like settings.
  enableServiceLinks: false
  # The pause, the longest grace, and what closing takes after it.
  terminationGracePeriodSeconds: {{ add (.pauseSeconds | default 0) .graceSeconds 15 }}
  securityContext:
    runAsNonRoot: true
    runAsUser: 10001
    runAsGroup: 10001
    fsGroup: 10001
    fsGroupChangePolicy: OnRootMismatch
    seccompProfile:
      type: RuntimeDefault
  topologySpreadConstraints:
    {{- range $key := list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
    - maxSkew: 1
      topologyKey: {{ $key }}
      whenUnsatisfiable: ScheduleAnyway
      labelSelector:
        matchLabels:
          {{- include "trireme.selector" $ | nindent 10 }}
      matchLabelKeys: [{{ $.revision | default "pod-template-hash" }}]
    {{- end }}
  {{- with include "trireme.placement" .root }}
  {{- . | nindent 2 }}
  {{- end }}
  containers:
    - name: trireme
      image: {{ include "trireme.image" .root | quote }}
      imagePullPolicy: {{ $values.image.pullPolicy }}
      args:
        {{- toYaml .arguments | nindent 8 }}
      # Settings are read from config/application.properties of the working directory.
      workingDir: /etc/trireme
      {{- with include "trireme.variables" .root }}
      {{- . | nindent 6 }}
      {{- end }}
      ports:
        - name: management
          containerPort: 9000
        {{- if .http }}
        - name: http
          containerPort: 8080
        {{- end }}
      {{- with .pauseSeconds }}
      # Requests come until every node has heard that this pod is going.
      lifecycle:
        preStop:
          sleep:
            seconds: {{ . }}
      {{- end }}
      # Two minutes to start; a worker whose brokers do not answer ends after 30 s by itself, and is started again. After that the probes
      # of life and readiness count.
      startupProbe:
        httpGet:
          path: /q/health/started
          port: management
        periodSeconds: 1
        timeoutSeconds: 5
        failureThreshold: 120
      # A poll loop that has not turned for 30 s is what a restart mends; brokers that are away are not.
      livenessProbe:
        httpGet:
          path: /q/health/live
          port: management
        periodSeconds: 10
        timeoutSeconds: 5
        failureThreshold: 3
      readinessProbe:
        httpGet:
          path: /q/health/ready
          port: management
        periodSeconds: 5
        timeoutSeconds: 5
        failureThreshold: 2
      resources:
        {{- toYaml .resources | nindent 8 }}
      securityContext:
        allowPrivilegeEscalation: false
        readOnlyRootFilesystem: true
        capabilities:
          drop: [ALL]
      volumeMounts:
        - name: settings
          mountPath: /etc/trireme/config
          readOnly: true
        - name: tmp
          mountPath: /tmp
        {{- if include "trireme.mountsCa" .root }}
        - name: kafka-ca
          mountPath: /etc/trireme/kafka
          readOnly: true
        {{- end }}
        {{- with .mounts }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
        {{- with $values.pod.volumeMounts }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
  volumes:
    - name: settings
      configMap:
        name: {{ include "trireme.name" . }}
    - name: tmp
      emptyDir:
        sizeLimit: 256Mi
    {{- if include "trireme.mountsCa" .root }}
    - name: kafka-ca
      secret:
        secretName: {{ $values.kafka.tls.caSecret | quote }}
        items:
          - key: {{ $values.kafka.tls.caKey | quote }}
            path: {{ $values.kafka.tls.caKey | quote }}
    {{- end }}
    {{- with .volumes }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
    {{- with $values.pod.volumes }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
{{- end -}}

{{/* Where any pod may run, and with which rights to pull. Takes the root, gives fields of a pod, or nothing. */}}
{{- define "trireme.placement" -}}
{{- $fields := dict -}}
{{- $secrets := list -}}
{{- range .Values.image.pullSecrets }}{{ $secrets = append $secrets (dict "name" .) }}{{ end -}}
{{- with $secrets }}{{ $_ := set $fields "imagePullSecrets" . }}{{ end -}}
{{- range $field := list "priorityClassName" "nodeSelector" "tolerations" -}}
{{- with get $.Values.pod $field }}{{ $_ := set $fields $field . }}{{ end -}}
{{- end -}}
{{- with $fields }}{{ toYaml . }}{{ end -}}
{{- end -}}

{{/* The environment of any container. Takes the root, gives fields of a container, or nothing. */}}
{{- define "trireme.variables" -}}
{{- $fields := dict -}}
{{- with concat (include "trireme.environment" . | fromYamlArray) .Values.pod.env }}{{ $_ := set $fields "env" . }}{{ end -}}
{{- with .Values.pod.envFrom }}{{ $_ := set $fields "envFrom" . }}{{ end -}}
{{- with $fields }}{{ toYaml . }}{{ end -}}
{{- end -}}

{{/* Not empty if the brokers' certificate authority is mounted. Takes the root. */}}
{{- define "trireme.mountsCa" -}}
{{- if and .Values.kafka.tls.enabled .Values.kafka.tls.caSecret }}yes{{ end -}}
{{- end -}}

{{/* What is secret comes by the environment, out of Secrets. Takes the root, gives a list as YAML. */}}
{{- define "trireme.environment" -}}
{{- $kafka := .Values.kafka -}}
{{- $secrets := list -}}
{{- if $kafka.sasl.mechanism -}}
{{- if not $kafka.sasl.secret -}}
{{- fail (printf "kafka.sasl.mechanism is %s, and kafka.sasl.secret is empty. Name the Secret that has the line for sasl.jaas.config." $kafka.sasl.mechanism) -}}
{{- end -}}
{{- $secrets = append $secrets (list "KAFKA_SASL_JAAS_CONFIG" $kafka.sasl.secret $kafka.sasl.key) -}}
{{- end -}}
{{- if and $kafka.tls.enabled $kafka.tls.clientSecret -}}
{{- $secrets = append $secrets (list "KAFKA_SSL_KEYSTORE_CERTIFICATE_CHAIN" $kafka.tls.clientSecret "tls.crt") -}}
{{- $secrets = append $secrets (list "KAFKA_SSL_KEYSTORE_KEY" $kafka.tls.clientSecret "tls.key") -}}
{{- end -}}
{{- range $secrets }}
- name: {{ index . 0 }}
  valueFrom:
    secretKeyRef:
      name: {{ index . 1 | quote }}
      key: {{ index . 2 | quote }}
{{- end -}}
{{- end -}}

{{/* A ConfigMap with the settings of one part. Takes {root, name, settings}. */}}
{{- define "trireme.configmap" -}}
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ include "trireme.name" . }}
  labels:
    {{- include "trireme.labels" . | nindent 4 }}
data:
  application.properties: |
    {{- include "trireme.properties" .settings | trim | nindent 4 }}
{{- end -}}

{{/* At most one pod of a part is away at a time by people's will. Takes {root, name}. */}}
{{- define "trireme.disruptions" -}}
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ include "trireme.name" . }}
  labels:
    {{- include "trireme.labels" . | nindent 4 }}
spec:
  maxUnavailable: 1
  # One that is not ready does no work that draining its node could stop.
  unhealthyPodEvictionPolicy: AlwaysAllow
  selector:
    matchLabels:
      {{- include "trireme.selector" . | nindent 6 }}
{{- end -}}
