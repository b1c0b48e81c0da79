package io.trireme.publish;

import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.runtime.StartupEvent;
import io.trireme.Fault;
import io.trireme.TriremeConfig;
import io.trireme.wire.Headers;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which headers of a request become headers of its tasks: those that are listed, and no other. Any thread. */
@Singleton
@IfBuildProperty(name = "trireme.http.enabled", stringValue = "true")
final class CarriedHeaders {
    private static final String KEY = "trireme.http.task-headers";
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,99}");

    /** What the task has from elsewhere, and what must not lie in a topic. */
    private static final Set<String> NEVER =
            Set.of("authorization", "proxy-authorization", "cookie", Headers.CONTENT_TYPE, Headers.TRACEPARENT);

    private final List<String> names;

    @Inject
    CarriedHeaders(TriremeConfig config) {
        this(config.http().taskHeaders().orElse(List.of()));
    }

    /** @throws io.trireme.TriremeException {@link Fault#SETTING_WRONG} */
    CarriedHeaders(List<String> names) {
        this.names = names.stream().map(CarriedHeaders::checked).toList();
    }

    /** Fails the start, and not the first request, when the list is wrong. */
    void onStart(@Observes StartupEvent event) {}

    /**
     * Those that a request has, their names in small letters.
     *
     * @param request the value of a header by its name, or null
     */
    Map<String, String> of(Function<String, @Nullable String> request) {
        var carried = new HashMap<String, String>();
        for (String name : names) {
            String value = request.apply(name);
            if (value != null) {
                carried.put(name, value);
            }
        }
        return carried;
    }

    private static String checked(String name) {
        String small = name.strip().toLowerCase(Locale.ROOT);
        if (!NAME.matcher(small).matches()
                || NEVER.contains(small)
                || small.startsWith(Headers.OWN_PREFIX)
                || small.startsWith("ce_")
                || small.startsWith("ce-")) {
            throw Fault.SETTING_WRONG.because(
                    KEY,
                    name,
                    "list names of letters, digits and hyphens: no credentials, nothing that begins with trireme- or ce-,"
                            + " and neither content-type nor traceparent.");
        }
        return small;
    }
}
