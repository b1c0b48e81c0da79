package io.trireme.deploy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Ingress;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1Pod;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.io.IOException;
import java.util.Map;

/**
 * What Kubernetes itself would say of a manifest: two sets of models of its API, each of which sees what the other does
 * not. One knows what has to be there and what there is not, the other knows the types. Neither knows which words a
 * field takes; {@link Words} does.
 */
final class KubernetesModels {
    /** Types are what they are: a number is no text, a text no number. */
    private static final JsonMapper STRICT = JsonMapper.builder()
            .annotationIntrospector(new WithoutSpareFields())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .withCoercionConfig(
                    LogicalType.Textual, texts -> texts.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .build();

    private static final Named NO_SECOND = manifest -> {};

    private static final Map<String, Model> MODELS = Map.ofEntries(
            Map.entry(
                    "v1/Service",
                    new Model(io.fabric8.kubernetes.api.model.Service.class, V1Service::validateJsonElement)),
            Map.entry("v1/Pod", new Model(io.fabric8.kubernetes.api.model.Pod.class, V1Pod::validateJsonElement)),
            Map.entry(
                    "v1/Namespace",
                    new Model(io.fabric8.kubernetes.api.model.Namespace.class, V1Namespace::validateJsonElement)),
            Map.entry(
                    "apps/v1/StatefulSet",
                    new Model(
                            io.fabric8.kubernetes.api.model.apps.StatefulSet.class,
                            V1StatefulSet::validateJsonElement)),
            Map.entry(
                    "autoscaling/v2/HorizontalPodAutoscaler",
                    new Model(
                            io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler.class,
                            V2HorizontalPodAutoscaler::validateJsonElement)),
            Map.entry(
                    "networking.k8s.io/v1/NetworkPolicy",
                    new Model(
                            io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy.class,
                            V1NetworkPolicy::validateJsonElement)),
            Map.entry(
                    "monitoring.coreos.com/v1/ServiceMonitor",
                    new Model(io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor.class, NO_SECOND)),
            Map.entry(
                    "monitoring.coreos.com/v1/PrometheusRule",
                    new Model(io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule.class, NO_SECOND)),
            Map.entry(
                    "networking.k8s.io/v1/Ingress",
                    new Model(
                            io.fabric8.kubernetes.api.model.networking.v1.Ingress.class,
                            V1Ingress::validateJsonElement)),
            Map.entry(
                    "gateway.networking.k8s.io/v1/HTTPRoute",
                    new Model(io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute.class, NO_SECOND)),
            Map.entry(
                    "keda.sh/v1alpha1/TriggerAuthentication",
                    new Model(KedaModels.TriggerAuthentication.class, NO_SECOND)),
            Map.entry("keda.sh/v1alpha1/ScaledObject", new Model(KedaModels.ScaledObject.class, NO_SECOND)),
            Map.entry(
                    "v1/ConfigMap",
                    new Model(io.fabric8.kubernetes.api.model.ConfigMap.class, V1ConfigMap::validateJsonElement)),
            Map.entry(
                    "v1/ServiceAccount",
                    new Model(
                            io.fabric8.kubernetes.api.model.ServiceAccount.class,
                            V1ServiceAccount::validateJsonElement)),
            Map.entry(
                    "apps/v1/Deployment",
                    new Model(
                            io.fabric8.kubernetes.api.model.apps.Deployment.class, V1Deployment::validateJsonElement)),
            Map.entry(
                    "policy/v1/PodDisruptionBudget",
                    new Model(
                            io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget.class,
                            V1PodDisruptionBudget::validateJsonElement)));

    private KubernetesModels() {}

    /** Throws when the manifest is none that Kubernetes would take. */
    static void check(JsonNode manifest) throws IOException {
        String kind = manifest.path("apiVersion").asText() + "/"
                + manifest.path("kind").asText();
        Model model = MODELS.get(kind);
        if (model == null) {
            throw new AssertionError("there is no model of " + kind + " here");
        }
        STRICT.treeToValue(manifest, model.typed());
        model.named().check(JsonParser.parseString(manifest.toString()));
        Words.check(manifest);
    }

    /** The two models of one kind. */
    private record Model(Class<?> typed, Named named) {}

    private interface Named {
        void check(JsonElement manifest) throws IOException;
    }

    /** The models have a place for fields that they do not know, which would hide misspelt ones. */
    private static final class WithoutSpareFields extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1;

        @Override
        public Boolean hasAnySetter(Annotated annotated) {
            return false;
        }

        @Override
        public boolean hasIgnoreMarker(AnnotatedMember member) {
            return member.getName().equals("additionalProperties") || super.hasIgnoreMarker(member);
        }
    }
}
