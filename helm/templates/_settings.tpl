{{/* A duration as whole seconds, rounded up. Takes what the schema allows: 250ms, 30s, 5m, 1h, 2d. */}}
{{- define "trireme.seconds" -}}
{{- $unit := regexFind "[a-z]+$" . -}}
{{- $number := trimSuffix $unit . | int64 -}}
{{- if eq $unit "ms" }}{{ div (add $number 999) 1000 }}
{{- else }}{{ mul $number (get (dict "s" 1 "m" 60 "h" 3600 "d" 86400) $unit) }}
{{- end -}}
{{- end -}}

{{/* One queue of a worker with all that holds for it, and how long it may take. Takes {worker, queue, settings}, gives JSON. */}}
{{- define "trireme.queue" -}}
{{- $own := .settings | default dict -}}
{{- $timeout := $own.timeout | default .worker.timeout -}}
{{- $grace := $own.grace | default .worker.grace -}}
{{- $timeoutSeconds := 0 -}}
{{- if $timeout }}{{ $timeoutSeconds = include "trireme.seconds" $timeout | int64 }}{{ end -}}
{{- $graceSeconds := max 30 $timeoutSeconds -}}
{{- if $grace }}{{ $graceSeconds = include "trireme.seconds" $grace | int64 }}{{ end -}}
{{- if lt $graceSeconds $timeoutSeconds -}}
{{- fail (printf "workers.%s: queue %s has a grace of %s and a timeout of %s, so that tasks which run for longer than the grace are cut off at every restart. Make grace as long as timeout, or leave it out: it follows the timeout then." .name .queue $grace $timeout) -}}
{{- end -}}
{{- dict "graceSeconds" $graceSeconds "partitions" ($own.partitions | default .worker.partitions | default 8) | toJson -}}
{{- end -}}

{{/* What follows from all queues of a worker: the longest grace, the most partitions. Takes {worker, name}, gives JSON. */}}
{{- define "trireme.worker" -}}
{{- $grace := 0 -}}
{{- $partitions := 0 -}}
{{- $name := .name -}}
{{- $worker := .worker -}}
{{- if and (hasKey .worker.queues "*") (gt (len .worker.queues) 1) -}}
{{- fail (printf "workers.%s: queues has * beside others by name, which would have the timeout of * without a grace that fits it. Have * alone, or name all of its queues." $name) -}}
{{- end -}}
{{- range $queue, $settings := .worker.queues -}}
{{- $one := include "trireme.queue" (dict "worker" $worker "name" $name "queue" $queue "settings" $settings) | fromJson -}}
{{- $grace = max $grace ($one.graceSeconds | int64) -}}
{{- $partitions = max $partitions ($one.partitions | int64) -}}
{{- end -}}
{{- $least := min 2 $partitions -}}
{{- $most := $least -}}
{{- with .worker.autoscaling -}}
{{- $least = min 1 $partitions -}}
{{- if hasKey . "minReplicas" }}{{ $least = .minReplicas | int64 }}{{ end -}}
{{- $most = .maxReplicas | default $partitions | int64 -}}
{{- if hasKey $worker "replicas" -}}
{{- fail (printf "workers.%s: replicas and autoscaling are both given. Keep one." $name) -}}
{{- end -}}
{{- if lt $most $least -}}
{{- fail (printf "workers.%s.autoscaling: minReplicas is %d and maxReplicas %d. Make maxReplicas as large." $name $least $most) -}}
{{- end -}}
{{- if and (hasPrefix "hpa-" .by) (eq $least 0) -}}
{{- fail (printf "workers.%s.autoscaling: only KEDA starts from no pods at all, and it is by %s. Use 1 as minReplicas, or by one of keda-api, keda-prometheus, keda-kafka." $name .by) -}}
{{- end -}}
{{- if and (ne .by "hpa-cpu") (hasKey $worker.queues "*") -}}
{{- fail (printf "workers.%s.autoscaling: by %s needs the queues by name, and this worker has them as *. Name them, or scale by hpa-cpu." $name .by) -}}
{{- end -}}
{{- else -}}
{{- if hasKey .worker "replicas" }}{{ $most = .worker.replicas | int64 }}{{ end -}}
{{- $least = $most -}}
{{- end -}}
{{- if gt $most $partitions -}}
{{- fail (printf "workers.%s: %d replicas, and its queues have %d partitions at most, so that the others would have nothing to do. Use fewer replicas; or more partitions, in the brokers and here." $name $most $partitions) -}}
{{- end -}}
{{- dict "graceSeconds" $grace "partitions" $partitions "minReplicas" $least "maxReplicas" $most | toJson -}}
{{- end -}}

{{/* A value as a file of properties has it. YAML's numbers come as floats, which print as 6.7108864e+07. */}}
{{- define "trireme.value" -}}
{{- $text := . | toString -}}
{{- if kindIs "float64" . -}}
{{- if eq (floor .) . }}{{ $text = . | int64 | toString }}{{ end -}}
{{- end -}}
{{- $text | replace "\\" "\\\\" | replace "\n" "\\n" | replace "\r" "\\r" -}}
{{- end -}}

{{/* The settings that every process has. Takes the root, gives JSON. */}}
{{- define "trireme.settings.common" -}}
{{- $kafka := .Values.kafka -}}
{{- $settings := dict
      "quarkus.management.host" "0.0.0.0"
      "quarkus.management.port" "9000" -}}
{{- $_ := set $settings "kafka.bootstrap.servers" (include "trireme.bootstrapServers" .) -}}
{{- $protocol := ternary (ternary "SASL_SSL" "SSL" (ne $kafka.sasl.mechanism "")) (ternary "SASL_PLAINTEXT" "PLAINTEXT" (ne $kafka.sasl.mechanism "")) $kafka.tls.enabled -}}
{{- if ne $protocol "PLAINTEXT" -}}
{{- $_ := set $settings "kafka.security.protocol" $protocol -}}
{{- end -}}
{{- if $kafka.sasl.mechanism -}}
{{- $_ := set $settings "kafka.sasl.mechanism" $kafka.sasl.mechanism -}}
{{- end -}}
{{- if and $kafka.tls.enabled $kafka.tls.caSecret -}}
{{- $_ := set $settings "kafka.ssl.truststore.type" "PEM" -}}
{{- $_ := set $settings "kafka.ssl.truststore.location" (printf "/etc/trireme/kafka/%s" $kafka.tls.caKey) -}}
{{- end -}}
{{- if and $kafka.tls.enabled $kafka.tls.clientSecret -}}
{{- $_ := set $settings "kafka.ssl.keystore.type" "PEM" -}}
{{- end -}}
{{- range $name, $value := $kafka.config -}}
{{- include "trireme.free" (dict "key" (printf "kafka.%s" $name) "where" "kafka.config") -}}
{{- $_ := set $settings (printf "kafka.%s" $name) (include "trireme.value" $value) -}}
{{- end -}}
{{- range $name, $value := .Values.config -}}
{{- include "trireme.free" (dict "key" $name "where" "config") -}}
{{- $_ := set $settings $name (include "trireme.value" $value) -}}
{{- end -}}
{{- $settings | toJson -}}
{{- end -}}

{{/* Refuses secrets, and settings that the chart has to know, since it derives others from them. Takes {key, where}. */}}
{{- define "trireme.free" -}}
{{- $key := regexReplaceAll "^%[^.]+\\." .key "" -}}
{{- if regexMatch "^kafka\\.(sasl\\.jaas\\.config|ssl\\.keystore\\.key|ssl\\.(.+\\.)?password|sasl\\.(.+\\.)?(password|passphrase|secret))$" $key -}}
{{- fail (printf "%s: %s is a secret, and who may look at pods may look at ConfigMaps. Put it into a Secret, and name that: kafka.sasl.secret for a login, kafka.tls.clientSecret or kafka.tls.caSecret for certificates and their keys, pod.env for a variable %s." .where .key ($key | upper | replace "." "_")) -}}
{{- end -}}
{{- if regexMatch "^trireme\\.(defaults|queues\\..+)\\.(shutdown-grace|timeout|partitions)$" $key -}}
{{- fail (printf "%s: %s is not set here, since the pods' grace and number follow from it. Use the keys grace, timeout and partitions of a worker or of one of its queues." .where .key) -}}
{{- end -}}
{{- if regexMatch "^(trireme\\.roles|trireme\\.worker\\.queues|trireme\\.(schedule|state)\\.directory|quarkus\\.management\\.(host|port)|quarkus\\.http\\.(host|port|host-enabled)|kafka\\.bootstrap\\.servers)$" $key -}}
{{- fail (printf "%s: %s is set by the chart. Leave it out; roles follow from workers, control and web, the brokers are kafka.bootstrapServers." .where .key) -}}
{{- end -}}
{{- end -}}

{{/* Where the brokers are. Takes the root. */}}
{{- define "trireme.bootstrapServers" -}}
{{- if .Values.kafka.bootstrapServers -}}
{{ .Values.kafka.bootstrapServers }}
{{- else if .Values.kafka.trial.enabled -}}
{{ include "trireme.name" (dict "root" . "name" "kafka") }}.{{ .Release.Namespace }}.svc:9092
{{- else -}}
{{- fail "kafka.bootstrapServers is empty. Say where the brokers are: --set kafka.bootstrapServers=kafka:9092; or try with one of its own: --set kafka.trial.enabled=true" -}}
{{- end -}}
{{- end -}}

{{/* The settings of a worker, over those of every process. Takes {root, name, worker}, gives JSON. */}}
{{- define "trireme.settings.worker" -}}
{{- $settings := include "trireme.settings.common" .root | fromJson -}}
{{- $facts := include "trireme.worker" . | fromJson -}}
{{- $_ := set $settings "trireme.roles" "worker" -}}
{{- $_ := set $settings "quarkus.http.host-enabled" "false" -}}
{{- $keys := dict "runner" "runner" "ordering" "ordering" "concurrency" "concurrency" "timeout" "timeout" "partitions" "partitions" -}}
{{- $worker := .worker -}}
{{- range $key, $setting := $keys -}}
{{- if hasKey $worker $key -}}
{{- $_ := set $settings (printf "trireme.defaults.%s" $setting) (get $worker $key | include "trireme.value") -}}
{{- end -}}
{{- end -}}
{{- $named := list -}}
{{- $name := .name -}}
{{- range $queue, $own := .worker.queues -}}
{{- $one := include "trireme.queue" (dict "worker" $worker "name" $name "queue" $queue "settings" $own) | fromJson -}}
{{- $prefix := "trireme.defaults" -}}
{{- if ne $queue "*" -}}
{{- $prefix = printf "trireme.queues.\"%s\"" $queue -}}
{{- $named = append $named $queue -}}
{{- end -}}
{{- $_ := set $settings (printf "%s.shutdown-grace" $prefix) (printf "%ds" ($one.graceSeconds | int64)) -}}
{{- range $key, $setting := $keys -}}
{{- if hasKey ($own | default dict) $key -}}
{{- $_ := set $settings (printf "%s.%s" $prefix $setting) (get $own $key | include "trireme.value") -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- if not (hasKey .worker.queues "*") -}}
{{- $_ := set $settings "trireme.worker.queues" (join "," $named) -}}
{{- end -}}
{{- $graceMillis := mul 1000 ($facts.graceSeconds | int64) -}}
{{- if and (ge $graceMillis 300000) (not (hasKey $settings "kafka.max.poll.interval.ms")) -}}
{{- $_ := set $settings "kafka.max.poll.interval.ms" (add $graceMillis 60000 | toString) -}}
{{- end -}}
{{- range $key, $value := .worker.config | default dict -}}
{{- include "trireme.free" (dict "key" $key "where" (printf "workers.%s.config" $name)) -}}
{{- $_ := set $settings $key (include "trireme.value" $value) -}}
{{- end -}}
{{- $settings | toJson -}}
{{- end -}}

{{/* The settings of a part that works on no queues, over those of every process. Takes {root, name, own, config}, gives JSON. */}}
{{- define "trireme.settings.part" -}}
{{- $settings := merge (dict) .own (include "trireme.settings.common" .root | fromJson) -}}
{{- $name := .name -}}
{{- range $key, $value := .config -}}
{{- include "trireme.free" (dict "key" $key "where" (printf "%s.config" $name)) -}}
{{- $_ := set $settings $key (include "trireme.value" $value) -}}
{{- end -}}
{{- $settings | toJson -}}
{{- end -}}

{{/* A file of properties. Takes what the above give. */}}
{{- define "trireme.properties" -}}
{{- range $name, $value := . }}
{{ $name }}={{ $value }}
{{- end -}}
{{- end -}}
