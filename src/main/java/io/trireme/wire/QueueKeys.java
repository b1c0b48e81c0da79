package io.trireme.wire;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.Priorities;
import jakarta.annotation.Priority;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one queue's settings, in which the queue's name may stand in quotes, and has to if it has dots.
 *
 * <p>The configuration library takes both forms for one queue, but refuses to start when two settings of a queue differ in
 * it, as they do when they come from a file and from somewhere else. So this interceptor tells names without quotes wherever
 * they can be, and looks a value up in both forms; of two values the one of the stronger source counts, and of two in one
 * source the one without quotes.
 *
 * <p>Stateless; found by {@code META-INF/services}. It stands in front of profiles, so that it sees names without them.
 */
@Priority(Priorities.LIBRARY + 600)
public final class QueueKeys implements ConfigSourceInterceptor {
    private static final long serialVersionUID = 1L;

    private static final String QUEUES = "trireme.queues.";

    /** A queue, with quotes around it or without, that needs none; and the rest. */
    private static final Pattern PLAIN = Pattern.compile("trireme\\.queues\\.(\"?)([\\w-]+)\\1(\\..+)");

    /** What the keys of the queue begin with. */
    public static String prefix(String queue) {
        return QUEUES + '"' + queue + "\".";
    }

    @Override
    public @Nullable ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        Matcher key = PLAIN.matcher(name);
        if (!key.matches()) {
            return context.proceed(name);
        }
        ConfigValue plain = context.proceed(plain(key));
        ConfigValue quoted = context.proceed(QUEUES + '"' + key.group(2) + '"' + key.group(3));
        ConfigValue stronger = quoted == null || plain != null && isAtLeast(plain, quoted) ? plain : quoted;
        return stronger == null ? null : stronger.withName(name);
    }

    private static boolean isAtLeast(ConfigValue one, ConfigValue other) {
        return ConfigValue.CONFIG_SOURCE_COMPARATOR.compare(one, other) >= 0;
    }

    @Override
    public Iterator<String> iterateNames(ConfigSourceInterceptorContext context) {
        var names = new LinkedHashSet<String>();
        context.iterateNames().forEachRemaining(name -> {
            Matcher key = PLAIN.matcher(name);
            names.add(key.matches() ? plain(key) : name);
        });
        return names.iterator();
    }

    private static String plain(Matcher key) {
        return QUEUES + key.group(2) + key.group(3);
    }
}
