package io.trireme.dev;

import java.util.Map;

/** An embedded broker that asks access control lists, and lets everybody do what none of them speaks of. */
public final class BrokerWithAcls {
    private BrokerWithAcls() {}

    public static EmbeddedBroker start() {
        return EmbeddedBroker.start(
                EmbeddedBroker.Options.defaults(),
                Map.of(
                        "authorizer.class.name",
                        "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                        "allow.everyone.if.no.acl.found",
                        "true"));
    }
}
