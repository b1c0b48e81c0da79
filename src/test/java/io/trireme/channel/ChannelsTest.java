package io.trireme.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.trireme.TaskContext;
import io.trireme.testing.PlainTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChannelsTest {
    private static final ChannelSettings SETTINGS = settings(Optional.empty());

    private final List<String> taken = new ArrayList<>();

    private static ChannelSettings settings(Optional<String> taskType) {
        return new ChannelSettings("images", "q", taskType, 1, Optional.empty());
    }

    /** A copy of a channel that says which one it is. */
    private final class Copy implements Intake {
        private final String name;

        private Copy(String name) {
            this.name = name;
        }

        @Override
        public Object take(TaskContext task) {
            taken.add(name);
            return null;
        }

        @Override
        public String channel() {
            return "images";
        }

        @Override
        public Optional<String> trouble() {
            return Optional.of(name + " is gone");
        }
    }

    @Test
    void the_copies_of_a_channel_take_turns() throws Exception {
        var handler = new ChannelHandler(SETTINGS);
        handler.add(new Copy("one"));
        handler.add(new Copy("two"));

        for (int i = 0; i < 4; i++) {
            handler.handle(new PlainTask() {});
        }

        assertThat(taken).containsExactly("one", "two", "one", "two");
    }

    @Test
    void a_channel_takes_all_types_that_have_no_handler_unless_it_names_one() {
        var all = new ChannelHandler(SETTINGS);
        var one = new ChannelHandler(settings(Optional.of("shrink")));

        assertThat(all.takesOthers()).isTrue();
        assertThat(all.type()).isEqualTo("q");
        assertThat(one.takesOthers()).isFalse();
        assertThat(one.type()).isEqualTo("shrink");
    }

    @Test
    void what_does_not_flow_is_told_by_name() {
        var channels = new Channels();
        channels.add(SETTINGS, new Copy("it"));

        assertThat(channels.troubles()).isEqualTo(Map.of("images", "it is gone"));
    }
}
