{{/* When somebody should look. Takes {chosen, drainSeconds}, gives a list as YAML. */}}
{{- define "trireme.alerts" -}}
- alert: TriremeQueueStalled
  expr: max by (queue) (trireme_queue_unsettled{ {{- .chosen -}} }) > 0 unless on (queue) sum by (queue) (rate(trireme_tasks_settled_total{ {{- .chosen -}} ,outcome=~"done|dead|expired|cancelled"}[10m])) > 0
  for: 5m
  severity: critical
  summary: Queue {{ "{{ $labels.queue }}" }} has work, and for 15 minutes none of it was settled.
- alert: TriremeDeadLetters
  expr: sum by (queue) (increase(trireme_tasks_settled_total{ {{- .chosen -}} ,outcome="dead"}[15m])) > 0
  for: 0m
  severity: warning
  summary: Tasks of queue {{ "{{ $labels.queue }}" }} gave up and went to its dead letters.
- alert: TriremeDrainTooLong
  expr: max by (queue) (trireme_queue_drain_seconds{ {{- .chosen -}} }) > {{ .drainSeconds }}
  for: 10m
  severity: warning
  summary: Queue {{ "{{ $labels.queue }}" }} has work for {{ "{{ $value | humanizeDuration }}" }}, which is beyond the objective.
- alert: TriremeHandlerStuck
  expr: max by (queue, pod) (trireme_workers_stuck{ {{- .chosen -}} }) > 0
  for: 5m
  severity: warning
  summary: A handler of queue {{ "{{ $labels.queue }}" }} in {{ "{{ $labels.pod }}" }} does not stop at its timeout and holds its worker.
- alert: TriremeSettlementBroken
  expr: sum by (queue, pod) (increase(trireme_settlements_broken_total{ {{- .chosen -}} }[1h])) > 0
  for: 0m
  severity: critical
  summary: A task of queue {{ "{{ $labels.queue }}" }} could not be settled in {{ "{{ $labels.pod }}" }}, and holds its offset.
- alert: TriremeTimersLate
  expr: max(trireme_timers_late_max_seconds{ {{- .chosen -}} }) > 60
  for: 5m
  severity: warning
  summary: Tasks that are to run later start more than a minute after their time.
{{- end -}}

{{/* A dashboard for Grafana: two panels a row. Takes {title, uid, chosen}, gives YAML. */}}
{{- define "trireme.dashboard" -}}
{{- $chosen := .chosen -}}
title: {{ .title | quote }}
uid: {{ .uid | quote }}
tags: [trireme]
timezone: browser
schemaVersion: 39
refresh: 30s
time: {from: now-3h, to: now}
templating:
  list:
    - {name: source, label: Source, type: datasource, query: prometheus}
    - {name: queue, label: Queue, type: query, multi: true, includeAll: true, refresh: 2, datasource: {type: prometheus, uid: "${source}"}, query: 'label_values(trireme_queue_rate{ {{- $chosen -}} }, queue)'}
panels:
{{- $panels := list
  (list "Seconds to drain" "s" "max by (queue) (trireme_queue_drain_seconds{%s})")
  (list "Age of the oldest task" "s" "max by (queue) (trireme_queue_oldest_age_seconds{%s})")
  (list "Unsettled tasks" "short" "max by (queue) (trireme_queue_unsettled{%s})")
  (list "Settled a second" "ops" "sum by (queue, outcome) (rate(trireme_tasks_settled_total{%s}[5m]))")
  (list "In flight" "short" "sum by (queue) (trireme_tasks_in_flight{%s})")
  (list "Attempts running" "short" "sum by (queue) (trireme_workers_busy{%s})")
  (list "Time in the handler" "s" "sum by (queue) (rate(trireme_task_duration_seconds_sum{%[1]s}[5m])) / sum by (queue) (rate(trireme_task_duration_seconds_count{%[1]s}[5m]))")
  (list "Waiting for a retry" "short" "sum by (queue) (trireme_tasks_parked{%s})")
  (list "Handlers that do not stop" "short" "max by (queue, pod) (trireme_workers_stuck{%s})")
  (list "Pods" "short" "count by (queue) (trireme_queue_rate{%s})") }}
{{- range $index, $panel := $panels }}
  - id: {{ add1 $index }}
    type: timeseries
    title: {{ index $panel 0 }}
    datasource: {type: prometheus, uid: "${source}"}
    gridPos: {x: {{ mul 12 (mod $index 2) }}, "y": {{ mul 8 (div $index 2) }}, w: 12, h: 8}
    fieldConfig: {defaults: {unit: {{ index $panel 1 }}, min: 0}, overrides: []}
    targets:
      - refId: A
        expr: {{ printf (index $panel 2) (printf "%s,queue=~\"$queue\"" $chosen) | quote }}
{{- end }}
{{- end -}}
