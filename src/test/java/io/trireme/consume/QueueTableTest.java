package io.trireme.consume;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class QueueTableTest {
    @Test
    void what_only_a_process_knows_is_a_dash_without_one() throws JsonProcessingException {
        List<String> lines = table("{\"queues\":[{\"queue\":\"digest\",\"partitions\":8,\"depth\":120}]}");

        assertThat(lines).hasSize(2);
        assertThat(lines.getLast()).matches("digest +8 +120 +- +- +- +- +- +-");
    }

    @Test
    void one_queue_is_shown_with_its_workers_and_how_many_more_there_are() throws JsonProcessingException {
        List<String> lines = table(
                """
                {"queue":"digest","partitions":8,"depth":0,"drainSeconds":0.2,"process":{"name":"host-1","state":"running",
                 "assigned":[0,1],"inFlight":3,"rate":12.5,"trouble":"dead letters are refused",
                 "workers":{"started":5,"busy":1,"some":[{"name":"w-0","state":"busy","task":"digest-0-7"}]}}}""");

        assertThat(lines)
                .anyMatch(line -> line.matches("digest +8 +0 +3 +12.5 +0.2 +- +1/5 +running"))
                .contains("process host-1: running, partitions [0,1]", "trouble: dead letters are refused")
                .anyMatch(line -> line.contains("w-0") && line.contains("digest-0-7"))
                .contains("  and 4 more");
    }

    @Test
    void a_paused_queue_says_so() throws JsonProcessingException {
        List<String> lines =
                table("{\"queues\":[{\"queue\":\"digest\",\"process\":{\"state\":\"running\",\"paused\":true}}]}");

        assertThat(lines.getLast()).matches("digest .* paused");
    }

    @Test
    void no_queues_is_said_and_what_to_do() throws JsonProcessingException {
        assertThat(table("{\"queues\":[]}").getLast()).contains("no queues yet");
    }

    private static List<String> table(String answer) throws JsonProcessingException {
        return QueueTable.of(new ObjectMapper().readTree(answer));
    }
}
