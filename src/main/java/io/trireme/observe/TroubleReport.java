package io.trireme.observe;

import java.util.Map;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/** What a check says of parts of the process that may be in trouble. */
final class TroubleReport {
    private TroubleReport() {}

    /**
     * Names what is wrong.
     *
     * @param troubles by the names of the parts
     * @param up what comes of it for the process
     */
    static HealthCheckResponse of(String check, Map<String, String> troubles, boolean up) {
        HealthCheckResponseBuilder response = HealthCheckResponse.named(check);
        troubles.forEach((part, trouble) -> response.withData(part + ".trouble", trouble));
        return response.status(up).build();
    }
}
