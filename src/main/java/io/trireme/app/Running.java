package io.trireme.app;

import io.quarkus.arc.Unremovable;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import jakarta.enterprise.context.Dependent;

/** Says where everything is once the service is up, and waits until it is told to stop. Runs on the main thread. */
@Dependent
@Unremovable
@IfBuildProperty(name = "trireme.http.enabled", stringValue = "true")
final class Running implements QuarkusApplication {
    private final Addresses addresses;

    Running(Addresses addresses) {
        this.addresses = addresses;
    }

    @Override
    @SuppressWarnings("SystemOut") // the start's report is this command's output
    public int run(String... arguments) {
        addresses.lines().forEach(System.out::println);
        Quarkus.waitForExit();
        return 0;
    }
}
