package io.trireme.state;

import io.trireme.state.Conversation.Sender;
import io.trireme.state.Conversation.Terms;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One session of this process: it begins with the first call and ends when any partition says that it has ended, in all of
 * them at once, so that who held two things does not go on with one. Any thread.
 */
final class Lease {
    private final String session;
    private final List<Conversation> conversations; // by partition
    private volatile boolean lost; // written by whoever learns it, read by all callers

    Lease(String session, int partitions, Terms terms, Sender sender) {
        this.session = session;
        this.conversations = IntStream.range(0, partitions)
                .mapToObj(partition -> new Conversation(session, partition, terms, sender))
                .toList();
    }

    String session() {
        return session;
    }

    int partitions() {
        return conversations.size();
    }

    Conversation with(int partition) {
        return conversations.get(partition);
    }

    void reply(Reply.Delivery delivery, long now) {
        if (delivery.shard() < 0 || delivery.shard() >= conversations.size()) {
            return;
        }
        Conversation conversation = with(delivery.shard());
        Reply reply = delivery.reply();
        switch (reply.outcome()) {
            case LEASE_LOST -> {
                if (conversation.concerns(reply)) {
                    lost = true; // before calls fail: who sees its call fail sees this too
                    end(new LeaseLost());
                }
            }
            case TOO_MANY_SESSIONS -> conversation.refuse(reply);
            default -> conversation.reply(reply, now);
        }
    }

    void tick(long now) {
        conversations.forEach(conversation -> conversation.tick(now));
    }

    boolean isLost() {
        return lost;
    }

    /** Whether it was renewed everywhere within its time: else it may have ended, and this process does not know yet. */
    boolean isSure(long now) {
        return !lost && conversations.stream().allMatch(conversation -> conversation.isSure(now));
    }

    /** Whether it was renewed in time where that name lies. */
    boolean isSure(String name, long now) {
        return !lost && with(Names.partition(name, partitions())).isSure(now);
    }

    void end(RuntimeException why) {
        conversations.forEach(conversation -> conversation.end(why));
    }
}
