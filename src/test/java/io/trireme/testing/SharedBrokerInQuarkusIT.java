package io.trireme.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(BrokerResource.class)
class SharedBrokerInQuarkusIT {
    @ConfigProperty(name = "kafka.bootstrap.servers")
    String configured;

    @Test
    void the_application_is_given_the_broker_of_all_tests() throws ReflectiveOperationException {
        var ofPlainTests = ClassLoader.getSystemClassLoader()
                .loadClass(SharedBroker.class.getName())
                .getMethod("bootstrapServers")
                .invoke(null);

        assertThat(SharedBroker.class.getClassLoader()).isNotEqualTo(ClassLoader.getSystemClassLoader());
        assertThat(configured).isEqualTo(ofPlainTests).isEqualTo(SharedBroker.bootstrapServers());
    }
}
