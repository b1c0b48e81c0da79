package io.trireme.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.trireme.publish.LineReader.Line;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LineReaderTest {
    @Test
    void lines_are_numbered_from_one_and_blank_ones_are_counted_but_not_given() throws IOException {
        assertThat(read("a\n\n  \t\nb\r\n\r\nc", 100)).containsExactly("1:a", "4:b", "6:c");
    }

    @Test
    void a_last_line_needs_no_line_feed_and_a_last_line_feed_makes_no_line() throws IOException {
        assertThat(read("a\nb", 100)).containsExactly("1:a", "2:b");
        assertThat(read("a\nb\n", 100)).containsExactly("1:a", "2:b");
        assertThat(read("", 100)).isEmpty();
    }

    @Test
    void a_byte_order_mark_is_no_part_of_the_first_line() throws IOException {
        assertThat(read("\uFEFF{}\n\uFEFF", 100)).containsExactly("1:{}", "2:\uFEFF");
    }

    @Test
    void a_line_beyond_the_bound_is_named_and_the_next_one_is_read() throws IOException {
        assertThat(read("12345\n123456\n1\n", 5)).containsExactly("1:12345", "2 too long", "3:1");
    }

    @Test
    void a_line_much_longer_than_the_buffer_is_whole_or_too_long() throws IOException {
        String line = "x".repeat(300_000);

        assertThat(read(line + "\nshort", 300_000)).containsExactly("1:" + line, "2:short");
        assertThat(read(line + "\nshort", 299_999)).containsExactly("1 too long", "2:short");
    }

    private static List<String> read(String text, int longest) throws IOException {
        var reader = new LineReader(new ByteArrayInputStream(text.getBytes(UTF_8)), longest);
        var lines = new ArrayList<String>();
        for (Optional<Line> line = reader.next(); line.isPresent(); line = reader.next()) {
            lines.add(
                    switch (line.get()) {
                        case Line.Text(long number, byte[] bytes) -> number + ":" + new String(bytes, UTF_8);
                        case Line.TooLong(long number) -> number + " too long";
                    });
        }
        return lines;
    }
}
