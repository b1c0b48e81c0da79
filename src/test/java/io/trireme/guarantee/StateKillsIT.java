package io.trireme.guarantee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.trireme.dev.EmbeddedBroker;
import io.trireme.state.StateHistory;
import io.trireme.state.StateMain;
import io.trireme.state.StateUserMain;
import io.trireme.testing.BrokerClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Three processes use shared objects, two hold them; users are killed and frozen past their lease, holders are killed and
 * frozen past their session and go on as if nothing had happened; in the long form the broker ends and comes back, too. What
 * the users saw has to have an order that explains it. In the long form they use several sets of objects in one go, each with a
 * history of its own, which is a run: one set after the other would take more than an hour.
 */
@Tag("guarantee")
@ResourceLock("trireme.state")
class StateKillsIT {
    private static final int USERS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** How long users go on in one run: while a successor takes over, or the broker is away, and as long again. */
    private static final Duration RUN = Duration.ofSeconds(15);

    private static final int SETS = Length.wanted() == Length.LONG ? 5 : 1;

    /** Of its own in the long form, or with {@code -Dguarantee.state-restarts=true}: it is restarted. */
    private final Optional<EmbeddedBroker> own;

    private final BrokerClient broker;
    private final String prefix = BrokerClient.uniqueName("state");
    private final Path directory = Path.of("target", "guarantee", prefix);
    private final List<StateProcess> all = new ArrayList<>();

    StateKillsIT() {
        boolean restarts = Length.wanted() == Length.LONG || Boolean.getBoolean("guarantee.state-restarts");
        own = restarts ? Optional.of(EmbeddedBroker.start()) : Optional.empty();
        broker = own.map(embedded -> new BrokerClient(embedded.bootstrapServers()))
                .orElseGet(BrokerClient::ofSharedBroker);
    }

    @AfterEach
    void close() throws Exception {
        for (StateProcess process : all) {
            process.close();
        }
        broker.close();
        own.ifPresent(EmbeddedBroker::close);
    }

    @Test
    void what_users_see_has_an_order_though_users_and_holders_are_killed_and_frozen() throws Exception {
        Files.createDirectories(directory);
        int runs = Math.ceilDiv(Length.times("guarantee.state-runs", 1, 200), SETS);
        var random = new Random(Length.seed());
        var holders = new ArrayList<>(List.of(holder(), holder()));
        for (StateProcess holder : holders) {
            begin(holder);
        }
        int known = 0;
        int lost = 0;
        for (int run = 0; run < runs; run++) {
            for (StateHistory history : run(run, holders, random)) {
                known += history.known();
                lost += history.lost();
                assertThat(history.violations())
                        .as("run %d, see %s", run, directory)
                        .isEmpty();
            }
        }
        System.out.printf("guarantee: %d runs, %d calls, %d told of a lost lease%n", runs * SETS, known, lost);
        assertThat(known).isGreaterThan(runs * SETS * 100);
    }

    private List<StateHistory> run(int run, List<StateProcess> holders, Random random) throws Exception {
        Map<String, StateProcess> users = new LinkedHashMap<>();
        StateProcess nextHolder = holder();
        for (int i = 0; i < USERS; i++) {
            String name = "r" + run + "u" + i;
            users.put(name, user(run, name));
        }
        for (StateProcess user : users.values()) {
            await().atMost(PATIENCE).until(() -> user.says(StateMain.READY));
        }
        for (StateProcess user : users.values()) {
            user.begin();
        }
        Map<String, Long> troubled = new LinkedHashMap<>();
        List<String> names = List.copyOf(users.keySet());
        wait(Duration.ofMillis(500 + random.nextInt(1_000)));

        String killed = names.get(random.nextInt(USERS));
        troubled.put(killed, System.nanoTime());
        users.get(killed).kill();
        wait(Duration.ofMillis(random.nextInt(500)));

        String frozen = names.get((names.indexOf(killed) + 1) % USERS);
        troubled.put(frozen, System.nanoTime());
        users.get(frozen).freeze();
        if (own.isPresent() && random.nextInt(3) == 0) {
            long from = System.nanoTime(); // while it is away nobody can renew
            names.forEach(name -> troubled.putIfAbsent(name, from));
            restart(own.get(), random);
            nextHolder.close();
        } else {
            trouble(holders, nextHolder, random);
        }
        users.get(frozen).thaw();
        for (StateProcess user : users.values()) {
            await().atMost(PATIENCE).until(() -> !user.isAlive());
        }
        var histories = new ArrayList<StateHistory>();
        for (int set = 0; set < SETS; set++) {
            var history = new StateHistory();
            for (String name : names) {
                history.read(directory.resolve(name + "-" + set));
            }
            troubled.forEach(history::mayHaveEnded);
            histories.add(history);
        }
        return histories;
    }

    /** A holder is killed and another one takes its place, or it is frozen past its session and goes on. */
    private void trouble(List<StateProcess> holders, StateProcess next, Random random) throws Exception {
        int which = random.nextInt(holders.size());
        if (random.nextBoolean()) {
            holders.remove(which).kill();
            holders.add(next);
            begin(next);
        } else {
            holders.get(which).freeze();
            wait(Duration.ofSeconds(4));
            holders.get(which).thaw();
            next.close();
        }
    }

    private static void restart(EmbeddedBroker embedded, Random random) {
        embedded.stop();
        wait(Duration.ofMillis(random.nextInt(3_000)));
        embedded.restart();
    }

    private static void wait(Duration time) {
        await().pollDelay(time).atMost(time.plusSeconds(10)).until(() -> true);
    }

    private StateProcess holder() throws IOException {
        Path log = directory.resolve("holder-" + all.size() + ".log");
        var process = new StateProcess(StateMain.class, log, broker.bootstrapServers());
        all.add(process);
        return process;
    }

    private StateProcess user(int run, String name) throws IOException {
        var process = new StateProcess(
                StateUserMain.class,
                directory.resolve(name + ".log"),
                broker.bootstrapServers(),
                prefix + "-" + run,
                directory.resolve(name).toString(),
                name,
                Long.toString(RUN.toMillis()),
                Integer.toString(SETS));
        all.add(process);
        return process;
    }

    private static void begin(StateProcess holder) throws IOException {
        await().atMost(PATIENCE).until(() -> holder.says(StateMain.READY));
        holder.begin();
        await().atMost(PATIENCE).until(() -> holder.says(StateMain.RUNNING));
    }
}
