{{/*
What scales a worker. Takes {part, worker, facts}.
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
    - type: Resource
      resource:
        name: cpu
        target:
          type: Utilization
          averageUtilization: {{ .worker.autoscaling.cpuPercent | default 70 }}
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
    - type: kafka
      metadata:
        bootstrapServers: {{ include "trireme.bootstrapServers" $root }}
        consumerGroup: {{ printf "%s.%s" $auto.application $queue }}
        topic: {{ $queue }}
        lagThreshold: {{ $scaling.lag | default 1000 | quote }}
        activationLagThreshold: "0"
        # A group that has never committed has all of the topic before it.
        offsetResetPolicy: earliest
        scaleToZeroOnInvalidOffset: "false"
      {{- with $auto.kafkaAuthentication }}
      authenticationRef:
        name: {{ . }}
      {{- end }}
    {{- end }}
{{- end -}}
