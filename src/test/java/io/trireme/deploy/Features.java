package io.trireme.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What can be switched on in the chart, and enough combinations of it that every two features meet on and off. */
final class Features {
    /** All that an image and its pods may be told. */
    static final String OF_PODS =
            """
            image: {repository: registry.example/shop, tag: '1.0', pullPolicy: Always, pullSecrets: [registry]}
            config: {quarkus.log.level: DEBUG}
            pod:
              labels: {team: media}
              annotations: {since: '2030'}
              env: [{name: TZ, value: UTC}]
              envFrom: [{secretRef: {name: database}}]
              volumes: [{name: shared, persistentVolumeClaim: {claimName: shared}}]
              volumeMounts: [{name: shared, mountPath: /shared}]
              nodeSelector: {disk: fast}
              tolerations: [{key: spot, operator: Exists}]
              priorityClassName: low
            """;

    private static final List<String> ALL = List.of(
            """
            workers:
              images: {replicas: 4, timeout: 2m, queues: {thumbnails: {}, a.b: {timeout: 10m, partitions: 16}}}
              mails: {resources: {requests: {cpu: 1, memory: 1Gi}, limits: {memory: 1.5Gi}}, queues: {mails: null}}
            """,
            "kafka: {tls: {enabled: true, caSecret: brokers, clientSecret: me}}",
            "kafka: {sasl: {mechanism: SCRAM-SHA-512, secret: user}, config: {max.request.size: 16777216}}",
            OF_PODS,
            "control: {enabled: true, storageClass: fast, resources: {requests: {memory: 1Gi}}, config: {trireme.state.lease: 20s}}",
            "monitoring: {serviceMonitor: true, alerts: true, dashboard: true, labels: {release: prometheus}}",
            "workers: {scaled: {autoscaling: {by: hpa-cpu}, queues: {'*': null}}, idle: {autoscaling: {by: keda-kafka, minReplicas: 0}, queues: {a: {}}}}",
            """
            web:
              enabled: true
              tokensSecret: callers
              pauseSeconds: 10
              ingress: {host: shop.example, className: nginx, tlsSecret: shop, annotations: {a/b: 'true'}}
              route: {gateway: edge, namespace: gateways, hosts: [shop.example]}
            autoscaling: {tokenSecret: scaler}
            workers: {hot: {autoscaling: {by: keda-api, minReplicas: 0}, queues: {b: {}}}}
            """,
            "monitoring: {serviceMonitor: true}\nworkers: {seen: {autoscaling: {by: keda-prometheus}, queues: {c: {}}}, told: {autoscaling: {by: hpa-external}, queues: {d_e: {}}}}",
            "networkPolicy: {httpFrom: [{podSelector: {matchLabels: {role: edge}}}]}",
            "networkPolicy: {enabled: false}",
            "kafka: {bootstrapServers: '', trial: {enabled: true}}");

    private Features() {}

    /** Values files: nothing, everything, and, for each bit of a feature's number, those whose numbers have it, or have it not. */
    static Stream<List<String>> combinations() {
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(ALL.size() - 1);
        Stream<List<String>> halves =
                IntStream.range(0, bits).boxed().flatMap(bit -> Stream.of(chosen(bit, 0), chosen(bit, 1)));
        return Stream.concat(Stream.of(List.of(Chart.LEAST), chosen(0, 0, 1)), halves);
    }

    private static List<String> chosen(int bit, Integer... wanted) {
        var values = new ArrayList<>(List.of(Chart.LEAST));
        for (int number = 0; number < ALL.size(); number++) {
            if (List.of(wanted).contains(number >> bit & 1)) {
                values.add(ALL.get(number));
            }
        }
        return List.copyOf(values);
    }
}
