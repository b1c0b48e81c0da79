{{/* The name of one part: the release's and its own. Takes {root, name}. */}}
{{- define "trireme.name" -}}
{{- printf "%s-%s" (.root.Release.Name | trunc 38 | trimSuffix "-") .name -}}
{{- end -}}

{{/* What the pods of one part are chosen by. Takes {root, name}. */}}
{{- define "trireme.selector" -}}
app.kubernetes.io/name: {{ .root.Chart.Name }}
app.kubernetes.io/instance: {{ .root.Release.Name | quote }}
app.kubernetes.io/component: {{ .name | quote }}
{{- end -}}

{{/* The labels of everything. Takes {root, name}. */}}
{{- define "trireme.labels" -}}
{{ include "trireme.selector" . }}
app.kubernetes.io/version: {{ include "trireme.version" .root | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{- end -}}

{{/* The image of the application. Takes the root. */}}
{{- define "trireme.image" -}}
{{- $tag := .Values.image.tag | default .Chart.AppVersion -}}
{{- printf "%s%s%s" .Values.image.repository (ternary "@" ":" (hasPrefix "sha256:" $tag)) $tag -}}
{{- end -}}

{{/* The image's tag as a label may have it: a digest has a colon, and is too long. Takes the root. */}}
{{- define "trireme.version" -}}
{{- $letters := regexReplaceAll "[^-A-Za-z0-9_.]" (.Values.image.tag | default .Chart.AppVersion) "_" | trunc 63 -}}
{{- regexReplaceAll "^[^A-Za-z0-9]+|[^A-Za-z0-9]+$" $letters "" -}}
{{- end -}}

{{/* The workers: those of the values, or the one that works on all queues. Takes the root, gives JSON. */}}
{{- define "trireme.workers" -}}
{{- range $name := list "app" "control" "dashboard" "kafka" "management" "test" "web" -}}
{{- if hasKey $.Values.workers $name -}}
{{- fail (printf "workers.%s: app, control, dashboard, kafka, management, test and web are other parts of the release. Call the worker something else." $name) -}}
{{- end -}}
{{- end -}}
{{- .Values.workers | default (dict "all" (dict "queues" (dict "*" dict))) | toJson -}}
{{- end -}}
