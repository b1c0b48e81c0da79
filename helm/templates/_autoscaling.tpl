{{/*
What scales a worker. Takes {part, worker, facts}.

The number looked at is for how long the queue has work, in seconds. It falls as pods are added, so that it is held against the target
as it is (Value): twice the target means twice the pods. The work that is left counts for the first pod alone.
*/}}
{{- define "trireme.autoscaler" -}}
{{- if hasPrefix "keda-" .worker.autoscaling.by -}}
{{ include "trireme.scaledObject" . }}
{{- else -}}
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: {{ include "trireme.name" .part }}
  labels:
    {{- include "trireme.labels" .part | nindent 4 }}
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: {{ include "trireme.name" .part }}
  minReplicas: {{ .facts.minReplicas }}
  maxReplicas: {{ .facts.maxReplicas }}
  behavior:
    {{- include "trireme.scalingBehavior" . | nindent 4 }}
  metrics:
    {{- if eq .worker.autoscaling.by "hpa-cpu" }}
    - type: Resource
      resource:
        name: cpu
        target:
          type: Utilization
          averageUtilization: {{ .worker.autoscaling.cpuPercent | default 70 }}
    {{- else }}
    {{- $root := .part.root }}
    {{- $drain := .worker.autoscaling.drainSeconds | default 60 }}
    {{- range $queue, $settings := .worker.queues }}
    - type: External
      external:
        metric:
          name: trireme_queue_drain_seconds
          selector:
            matchLabels:
              namespace: {{ $root.Release.Namespace | quote }}
              job: {{ include "trireme.name" (dict "root" $root "name" "management") | quote }}
              queue: {{ $queue | quote }}
        target:
          type: Value
          value: {{ $drain | quote }}
    {{- end }}
    {{- end }}
{{- end -}}
{{- end -}}

{{/* Up at once, at most doubled in half a minute; down a pod at a time, since each that goes drains and hands partitions over. */}}
{{- define "trireme.scalingBehavior" -}}
scaleUp:
  stabilizationWindowSeconds: 0
  policies:
    - type: Percent
      value: 100
      periodSeconds: 30
    - type: Pods
      value: 2
      periodSeconds: 30
  selectPolicy: Max
scaleDown:
  stabilizationWindowSeconds: 300
  policies:
    - type: Pods
      value: 1
      periodSeconds: {{ max 60 (add .part.graceSeconds 15) }}
  selectPolicy: Max
{{- end -}}

{{- define "trireme.scaledObject" -}}
{{- $root := .part.root -}}
{{- $auto := $root.Values.autoscaling -}}
{{- $scaling := .worker.autoscaling -}}
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata:
  name: {{ include "trireme.name" .part }}
  labels:
    {{- include "trireme.labels" .part | nindent 4 }}
spec:
  scaleTargetRef:
    name: {{ include "trireme.name" .part }}
  pollingInterval: 15
  # Of the last pod, after the last task.
  cooldownPeriod: 300
  minReplicaCount: {{ .facts.minReplicas }}
  maxReplicaCount: {{ .facts.maxReplicas }}
  advanced:
    horizontalPodAutoscalerConfig:
      behavior:
        {{- include "trireme.scalingBehavior" . | nindent 8 }}
  triggers:
    {{- range $queue, $settings := .worker.queues }}
    {{- if eq $scaling.by "keda-api" }}
    {{- if not $root.Values.web.enabled }}
    {{- fail (printf "workers.%s.autoscaling: keda-api asks the HTTP API, and web is off. Set web.enabled=true, or scale by keda-prometheus or keda-kafka." $.part.name) }}
    {{- end }}
    {{- if not $auto.tokenSecret }}
    {{- fail (printf "workers.%s.autoscaling: keda-api needs a token, and autoscaling.tokenSecret is empty. Name the Secret with a token of a viewer." $.part.name) }}
    {{- end }}
    {{- $url := printf "http://%s.%s.svc:8080/api/queues/%s" (include "trireme.name" (dict "root" $root "name" "web")) $root.Release.Namespace $queue }}
    - type: metrics-api
      metricType: Value
      metadata:
        url: {{ $url }}
        valueLocation: drainSeconds
        targetValue: {{ $scaling.drainSeconds | default 60 | quote }}
        authMode: bearer
      authenticationRef:
        name: {{ include "trireme.name" (dict "root" $root "name" "web") }}
    - type: metrics-api
      metricType: AverageValue
      metadata:
        url: {{ $url }}
        valueLocation: unsettled
        activationTargetValue: "0"
        targetValue: "1000000000000"
        authMode: bearer
      authenticationRef:
        name: {{ include "trireme.name" (dict "root" $root "name" "web") }}
    {{- else if eq $scaling.by "keda-prometheus" }}
    {{- if not $root.Values.monitoring.serviceMonitor }}
    {{- fail (printf "workers.%s.autoscaling: keda-prometheus asks Prometheus, which is not told of the pods. Set monitoring.serviceMonitor=true, or scale by keda-api or keda-kafka." $.part.name) }}
    {{- end }}
    {{- if and (eq ($.facts.minReplicas | int64) 0) (or (not $root.Values.web.enabled) (eq ($root.Values.web.replicas | int64) 0)) }}
    {{- fail (printf "workers.%s.autoscaling: minReplicas is 0, and without pods of web nobody tells Prometheus that there is work, so that none would ever start. Set web.enabled=true (and web.replicas at least 1), use 1 as minReplicas, or scale by keda-kafka." $.part.name) }}
    {{- end }}
    {{- $chosen := printf "{namespace=%q,job=%q,queue=%q}" $root.Release.Namespace (include "trireme.name" (dict "root" $root "name" "management")) $queue }}
    - type: prometheus
      metricType: Value
      metadata:
        serverAddress: {{ $auto.prometheus }}
        query: max(trireme_queue_drain_seconds{{ $chosen }})
        threshold: {{ $scaling.drainSeconds | default 60 | quote }}
    - type: prometheus
      metricType: AverageValue
      metadata:
        serverAddress: {{ $auto.prometheus }}
        query: max(trireme_queue_unsettled{{ $chosen }})
        activationThreshold: "0"
        threshold: "1000000000000"
    {{- else }}
    - type: kafka
      metadata:
        bootstrapServers: {{ include "trireme.bootstrapServers" $root | quote }}
        consumerGroup: {{ printf "%s.%s" $auto.application $queue | quote }}
        topic: {{ $queue | quote }}
        lagThreshold: {{ $scaling.lag | default 1000 | quote }}
        activationLagThreshold: "0"
        # A group that has never committed has all of the topic before it.
        offsetResetPolicy: earliest
        scaleToZeroOnInvalidOffset: "false"
      {{- with $auto.kafkaAuthentication }}
      authenticationRef:
        name: {{ . | quote }}
      {{- end }}
    {{- end }}
    {{- end }}
{{- end -}}
