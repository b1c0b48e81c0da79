package io.trireme.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;

/** Every task with a receipt was finished by a process whose settlement counts, unless it was to be revoked. */
final class NothingLost implements Guarantee {
    @Override
    public String verify(History history) {
        Receipts published = history.published();
        var open = new BitSet[published.partitions()];
        for (int i = 0; i < open.length; i++) {
            open[i] = published.offsets(i);
            open[i].andNot(published.ofSets(i));
        }
        for (List<Run> runs : history.byKey().values()) {
            runs.stream().filter(Run::counts).forEach(run -> open[run.partition()].clear((int) run.offset()));
        }
        for (int i = 0; i < open.length; i++) {
            assertThat(open[i].stream().boxed().toList())
                    .as("offsets of partition %d that nobody finished", i)
                    .isEmpty();
        }
        return published.count() + " tasks, 0 lost";
    }
}
