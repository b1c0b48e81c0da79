package io.trireme.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.trireme.examples.Digest.FileDigest;
import io.trireme.examples.Sample.Candidate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleTest {
    private final Sample sample =
            new Sample(5, RandomGeneratorFactory.of("L64X128MixRandom").create(42));

    @TempDir
    Path directory;

    @BeforeEach
    void forty_files() throws IOException {
        for (int i = 0; i < 40; i++) {
            sample.offer(Files.writeString(directory.resolve("file" + i), "x".repeat(i)));
        }
        sample.choose();
    }

    @Test
    void has_the_largest_file_an_empty_one_and_others() {
        assertThat(sample.chosen())
                .extracting(Candidate::file)
                .contains(directory.resolve("file39"), directory.resolve("file0"))
                .hasSize(5)
                .doesNotHaveDuplicates();
        assertThat(sample.files()).isEqualTo(40);
        assertThat(sample.bytes()).isEqualTo(780);
    }

    @Test
    void keeps_the_digests_of_those_files_alone() {
        for (int i = 0; i < 40; i++) {
            sample.keep(digest(directory.resolve("file" + i), "d" + i));
        }
        sample.keep("something else");
        sample.keep(null);

        assertThat(sample.chosen())
                .allSatisfy(candidate -> assertThat(sample.digest(candidate)).isPresent());
    }

    @Test
    void agreement_with_the_witness_is_right() throws InterruptedException {
        sample.chosen().forEach(candidate -> sample.keep(digest(candidate.file(), "same")));

        var check = SampleCheck.of(sample, file -> "same");

        assertThat(check).isEqualTo(new SampleCheck(sample.chosen().size(), 0, List.of()));
    }

    @Test
    void a_digest_that_differs_is_wrong() throws InterruptedException {
        sample.chosen().forEach(candidate -> sample.keep(digest(candidate.file(), "ours")));

        var check = SampleCheck.of(sample, file -> file.endsWith("file0") ? "theirs" : "ours");

        assertThat(check.wrong())
                .containsExactly("The digest of " + directory.resolve("file0") + " is ours, but it should be theirs.");
    }

    @Test
    void a_digest_that_is_missing_is_wrong() throws InterruptedException {
        var check = SampleCheck.of(sample, file -> "same");

        assertThat(check.right()).isZero();
        assertThat(check.wrong())
                .hasSameSizeAs(sample.chosen())
                .allMatch(line -> line.startsWith("There is no digest"));
    }

    @Test
    void a_witness_that_fails_is_no_witness() throws InterruptedException {
        sample.chosen().forEach(candidate -> sample.keep(digest(candidate.file(), "ours")));

        var check = SampleCheck.of(sample, file -> {
            throw new IOException("sha256sum is not here");
        });

        assertThat(check.wrong())
                .hasSameSizeAs(sample.chosen())
                .allMatch(line -> line.endsWith("sha256sum is not here"));
    }

    @Test
    void nothing_is_said_of_files_that_have_changed_or_gone() throws IOException, InterruptedException {
        Files.delete(directory.resolve("file0"));
        Files.setLastModifiedTime(directory.resolve("file39"), FileTime.from(Instant.EPOCH));
        sample.chosen().forEach(candidate -> sample.keep(digest(candidate.file(), "ours")));

        var check = SampleCheck.of(sample, file -> "theirs");

        assertThat(check.skipped()).isEqualTo(2);
        assertThat(check.wrong()).hasSize(sample.chosen().size() - 2);
    }

    private static FileDigest digest(Path file, String sha256) {
        return new FileDigest(file.toString(), sha256, 0, 0);
    }
}
