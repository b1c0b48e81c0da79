package io.trireme.consume;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RoomTest {
    @Test
    void is_full_by_records_and_by_bytes_whichever_comes_first() {
        var byRecords = new Room(2, 1_000);
        Room.Share recordsShare = byRecords.share();
        recordsShare.taken(1);
        assertThat(byRecords.hasRoom(1)).isTrue();
        recordsShare.taken(1);
        assertThat(byRecords.hasRoom(1)).isFalse();

        var byBytes = new Room(100, 1_000);
        Room.Share bytesShare = byBytes.share();
        bytesShare.taken(600);
        assertThat(byBytes.hasRoom(400)).isTrue();
        assertThat(byBytes.hasRoom(401)).isFalse();
    }

    @Test
    void one_record_is_always_let_in_however_large() {
        var room = new Room(10, 100);
        Room.Share share = room.share();

        assertThat(room.hasRoom(Integer.MAX_VALUE)).isTrue();
        share.taken(Integer.MAX_VALUE);
        assertThat(room.hasRoom(1)).isFalse();
        share.ended(Integer.MAX_VALUE);
        assertThat(room.hasRoom(1)).isTrue();
    }

    @Property
    void holds_what_was_taken_and_has_not_ended(@ForAll long seed) {
        var random = new Random(seed);
        var room = new Room(1_000_000, 1L << 39);
        Room.Share share = room.share();
        var held = new ArrayDeque<Integer>();
        long bytes = 0;
        for (int i = 0; i < 2_000; i++) {
            if (held.isEmpty() || random.nextInt(5) < 3) {
                int size = random.nextInt(200_000_000);
                share.taken(size);
                held.add(size);
                bytes += size;
            } else {
                bytes -= held.peek();
                share.ended(held.remove());
            }
            room.look();
            assertThat(room.records()).isEqualTo(held.size());
            assertThat(room.bytes()).isEqualTo(bytes);
        }
    }

    @Test
    void endings_of_many_threads_all_count() throws Exception {
        var room = new Room(1_000_000, Long.MAX_VALUE);
        Room.Share share = room.share();
        var done = new CountDownLatch(4);
        for (int i = 0; i < 400_000; i++) {
            share.taken(i % 1_000);
        }
        for (int thread = 0; thread < 4; thread++) {
            Thread.ofPlatform().start(() -> {
                for (int i = 0; i < 100_000; i++) {
                    share.ended(i % 1_000);
                }
                done.countDown();
            });
        }
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        room.look();
        assertThat(room.records()).isZero();
        assertThat(room.bytes()).isZero();
    }
}
