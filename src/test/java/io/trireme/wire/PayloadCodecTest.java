package io.trireme.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.impl.LaissezFaireSubTypeValidator;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.trireme.consume.HandlerTask;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PayloadCodecTest {
    private static final String IMAGE = Image.class.getName();
    private static final byte[] NOT_UTF_8 = {'a', (byte) 0xC3, 'b'};

    private final PayloadCodec codec = new PayloadCodec(new JsonMapper());

    record Image(String name, int width) {
        Image {
            if (width < 0) {
                throw new IllegalArgumentException("width is negative");
            }
        }
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    @JsonSubTypes(@JsonSubTypes.Type(value = Circle.class, name = "circle"))
    sealed interface Shape {}

    record Circle(int radius) implements Shape {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
    interface Anything {}

    record Something(int size) implements Anything {}

    record Box(Object content) {}

    static final class Cycle {
        public Cycle getSelf() {
            return this;
        }
    }

    @Nested
    class Bytes_and_text {
        @Test
        void bytes_are_handed_on_as_they_came() throws Exception {
            assertThat(read("[B", HandlerTask.bytes(NOT_UTF_8))).isSameAs(NOT_UTF_8);
            assertThat(read("[B", HandlerTask.json("{}").as("image/png"))).isEqualTo("{}".getBytes(UTF_8));
        }

        @Test
        void a_tombstone_is_an_empty_array_of_bytes() throws Exception {
            assertThat(read("[B", HandlerTask.tombstone())).isEqualTo(new byte[0]);
        }

        @Test
        void the_content_of_a_json_string_is_the_text() throws Exception {
            assertThat(readText(HandlerTask.text("\"a\\n\\u00e9\""))).isEqualTo("a\né");
            assertThat(readText(HandlerTask.json(" \"a\" "))).isEqualTo("a");
            assertThat(readText(HandlerTask.text("\"a\"").as("application/vnd.acme+json; charset=utf-8")))
                    .isEqualTo("a");
        }

        @Test
        void other_text_stays_as_it_came() throws Exception {
            for (String text :
                    List.of("", "plain", "{\"a\": 1}", "null", "\"a\" and \"b\"", "\"open", "é€", "\uFFFD")) {
                assertThat(readText(HandlerTask.text(text))).isEqualTo(text);
                assertThat(readText(HandlerTask.json(text))).isEqualTo(text);
            }
        }

        @Test
        void text_that_is_not_json_keeps_its_quotation_marks() throws Exception {
            assertThat(readText(HandlerTask.text("\"a\"").as("text/plain"))).isEqualTo("\"a\"");
        }

        @Test
        void text_has_to_be_utf_8() {
            assertThat(refusal("java.lang.String", HandlerTask.bytes(NOT_UTF_8)))
                    .hasMessage("it is not UTF-8; take byte[] as the parameter to get it raw");
            assertThat(refusal("java.lang.String", HandlerTask.bytes(new byte[] {'"', (byte) 0xC3, '"'})))
                    .hasMessageStartingWith("it is not UTF-8");
        }

        @Test
        void a_tombstone_is_no_text() {
            assertThat(refusal("java.lang.String", HandlerTask.tombstone()).absent())
                    .isTrue();
        }

        private Object readText(HandlerTask task) throws PayloadException {
            return read("java.lang.String", task);
        }
    }

    @Nested
    class Json_values {
        @Test
        void every_declared_type_is_read() throws Exception {
            assertThat(read(IMAGE, HandlerTask.json("{\"name\":\"a\",\"width\":3}")))
                    .isEqualTo(new Image("a", 3));
            assertThat(read("java.util.List<" + IMAGE + ">", HandlerTask.json("[{\"name\":\"a\",\"width\":3}]")))
                    .isEqualTo(List.of(new Image("a", 3)));
            assertThat(read(
                            "java.util.Map<java.lang.String,java.util.List<" + IMAGE + ">>",
                            HandlerTask.json("{\"k\":[]}")))
                    .isEqualTo(Map.of("k", List.of()));
            assertThat(read("[L" + IMAGE + ";", HandlerTask.json("[{\"name\":\"a\",\"width\":3}]")))
                    .isEqualTo(new Image[] {new Image("a", 3)});
            assertThat(read("[[I", HandlerTask.json("[[1],[2,3]]"))).isEqualTo(new int[][] {{1}, {2, 3}});
            assertThat(read("int", HandlerTask.json("7"))).isEqualTo(7);
            assertThat(read("boolean", HandlerTask.json("true"))).isEqualTo(true);
            assertThat(read("java.lang.Double", HandlerTask.json("1.5"))).isEqualTo(1.5);
            assertThat(((JsonNode) read(JsonNode.class.getName(), HandlerTask.json("{\"a\":[1]}")))
                            .at("/a/0")
                            .asInt())
                    .isEqualTo(1);
        }

        @Test
        void a_record_without_content_type_is_json() throws Exception {
            assertThat(read("int", HandlerTask.text("7"))).isEqualTo(7);
        }

        @Test
        void a_content_type_may_have_parameters_and_capitals() throws Exception {
            for (String type :
                    List.of("application/json; charset=utf-8", "Application/JSON", "application/cloudevents+json")) {
                assertThat(read("int", HandlerTask.text("7").as(type))).isEqualTo(7);
            }
        }

        @Test
        void another_content_type_is_refused() {
            assertThat(refusal("int", HandlerTask.text("7").as("text/plain")))
                    .hasMessage(
                            "its content type is text/plain, not JSON; publish it as application/json, or take byte[]"
                                    + " or String as the parameter");
        }

        @Test
        void a_tombstone_and_a_null_are_no_payload() {
            assertThat(refusal(IMAGE, HandlerTask.tombstone()).absent()).isTrue();
            assertThat(refusal(IMAGE, HandlerTask.json("null")).absent()).isTrue();
            assertThat(refusal("int", HandlerTask.json("null")).absent()).isTrue();
        }

        @Test
        void a_null_is_a_tree() throws Exception {
            assertThat(read(JsonNode.class.getName(), HandlerTask.json("null"))).isEqualTo(NullNode.getInstance());
        }

        @Test
        void an_empty_value_is_not_json() {
            for (String type : List.of(IMAGE, "int", JsonNode.class.getName(), "java.util.Optional<" + IMAGE + ">")) {
                assertThat(refusal(type, HandlerTask.json(""))).hasMessage("the value is empty, which is not JSON");
                assertThat(refusal(type, HandlerTask.json(" \n"))).hasMessage("the value is empty, which is not JSON");
                assertThat(refusal(type, HandlerTask.json("")).absent()).isFalse();
            }
        }

        @Test
        void nothing_may_follow_the_value() {
            assertThat(refusal("int", HandlerTask.json("7\n 8")))
                    .hasMessage("something follows the JSON value (line 2, column 2)");
            assertThat(refusal(IMAGE, HandlerTask.json("{\"name\":\"a\",\"width\":3} }")))
                    .hasMessageContaining("(line 1, column 24)");
        }
    }

    @Nested
    class Optionals {
        @Test
        void nothing_is_empty() throws Exception {
            for (String present : List.of("[B", "java.lang.String", IMAGE, "int", JsonNode.class.getName())) {
                assertThat(read("java.util.Optional<" + present + ">", HandlerTask.tombstone()))
                        .isEqualTo(Optional.empty());
            }
        }

        @Test
        void a_json_null_is_empty() throws Exception {
            for (String present : List.of(IMAGE, "java.lang.Integer", JsonNode.class.getName())) {
                assertThat(read("java.util.Optional<" + present + ">", HandlerTask.json("null")))
                        .isEqualTo(Optional.empty());
            }
        }

        @Test
        void a_value_is_read_as_without_optional() throws Exception {
            assertThat(read("java.util.Optional<[B>", HandlerTask.bytes(NOT_UTF_8)))
                    .isEqualTo(Optional.of(NOT_UTF_8));
            assertThat(read("java.util.Optional<java.lang.String>", HandlerTask.text("a")))
                    .isEqualTo(Optional.of("a"));
            assertThat(read("java.util.Optional<java.util.List<java.lang.Integer>>", HandlerTask.json("[1]")))
                    .isEqualTo(Optional.of(List.of(1)));
        }
    }

    @Nested
    class Arrays_for_several_parameters {
        @Test
        void elements_are_read_in_order() throws Exception {
            var types = List.of("java.lang.String", IMAGE, "int", "java.util.Optional<java.lang.Integer>", "[B");
            var task = HandlerTask.json("[\"a\", {\"name\":\"b\",\"width\":1}, 2, null, \"AQI=\"]");

            assertThat((Object[]) codec.arrayReader(types).read(task))
                    .containsExactly("a", new Image("b", 1), 2, Optional.empty(), new byte[] {1, 2});
        }

        @Test
        void too_few_and_too_many_elements_are_counted() {
            assertThat(refusal(List.of("int", "int", "int"), "[1, 2]"))
                    .hasMessage("the array has 2 elements, the method takes 3");
            assertThat(refusal(List.of("int", "int"), "[]")).hasMessage("the array has 0 elements, the method takes 2");
            assertThat(refusal(List.of("int", "int"), "[1, 2, [3, [4]], {\"a\": [5]}]"))
                    .hasMessage("the array has 4 elements, the method takes 2");
        }

        @Test
        void anything_but_an_array_is_refused() {
            assertThat(refusal(List.of("int", "int"), "{\"a\": 1}"))
                    .hasMessage("it has to be a JSON array with 2 elements, one for each parameter");
            assertThat(refusal(List.of("int", "int"), "null").absent()).isTrue();
        }

        @Test
        void a_null_is_no_element_unless_it_is_optional() {
            var refusal = refusal(List.of("int", IMAGE), "[1, null]");

            assertThat(refusal).hasMessage("element 2 is null; if it may be, take Optional<Image> as the parameter");
            assertThat(refusal.absent()).isFalse();
        }

        @Test
        void the_description_lists_the_types() {
            assertThat(codec.arrayReader(List.of("int", "java.util.List<" + IMAGE + ">", "[[J"))
                            .describe())
                    .isEqualTo("an array of (int, List<Image>, long[][])");
        }
    }

    @Nested
    class Sentences {
        @Test
        void malformed_json_is_named_with_its_place_and_without_the_source() {
            assertThat(refusal(IMAGE, HandlerTask.json("{\"name\": \"secret\",\n \"width\": }"))
                            .getMessage())
                    .startsWith("Unexpected character ('}' (code 125)): expected a value")
                    .endsWith("(line 2, column 11)")
                    .doesNotContain("secret", "Source", "\n");
            assertThat(refusal(IMAGE, HandlerTask.json("{\"name\": \"secret\"")).getMessage())
                    .contains("start marker at line: 1, column: 1")
                    .doesNotContain("secret", "Source", "REDACTED");
        }

        @Test
        void an_unfit_value_is_named_with_its_path() {
            assertThat(refusal(
                            "java.util.List<" + IMAGE + ">", HandlerTask.json("[{\"name\":\"a\",\"width\":\"wide\"}]")))
                    .hasMessageContaining(" at [0].width (line 1, column 22)");
        }

        @Test
        void the_source_is_not_shown_even_if_the_application_wants_it() {
            var talkative = JsonMapper.builder()
                    .enable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build();
            var reader = new PayloadCodec(talkative).reader(IMAGE);

            assertThat(refusal(reader, HandlerTask.json("{\"name\": \"secret\""))
                            .getMessage())
                    .doesNotContain("secret", "Source");
        }

        @Test
        void what_a_constructor_throws_is_told() {
            assertThat(refusal(IMAGE, HandlerTask.json("{\"name\":\"a\",\"width\":-1}")))
                    .hasMessageContaining("width is negative")
                    .hasMessageContaining("(line 1, column");
        }

        @Test
        void a_long_message_is_cut() {
            assertThat(refusal(IMAGE, HandlerTask.json("x".repeat(10_000))).getMessage())
                    .hasSizeLessThan(400);
        }
    }

    @Nested
    class Declared_types_only {
        @Test
        void default_typing_of_the_application_is_not_taken_over() throws Exception {
            ObjectMapper careless = new JsonMapper()
                    .activateDefaultTyping(LaissezFaireSubTypeValidator.instance, ObjectMapper.DefaultTyping.NON_FINAL);
            String json = "{\"content\":[\"" + Something.class.getName() + "\",{\"size\":1}]}";

            Object read = new PayloadCodec(careless).reader(Box.class.getName()).read(HandlerTask.json(json));

            assertThat(read).isEqualTo(new Box(List.of(Something.class.getName(), Map.of("size", 1))));
        }

        @Test
        void a_payload_cannot_name_its_class_even_if_the_type_wants_it() {
            String json = "{\"@class\":\"" + Something.class.getName() + "\",\"size\":1}";

            assertThat(refusal(Anything.class.getName(), HandlerTask.json(json)))
                    .hasMessageContaining("denied resolution of all subtypes");
        }

        @Test
        void a_payload_can_name_one_of_the_declared_subtypes() throws Exception {
            assertThat(read(Shape.class.getName(), HandlerTask.json("{\"@type\":\"circle\",\"radius\":1}")))
                    .isEqualTo(new Circle(1));
        }

        @Test
        void modules_and_settings_of_the_application_are_taken_over() throws Exception {
            ObjectMapper own = new JsonMapper()
                    .registerModule(new JavaTimeModule())
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
            var application = new PayloadCodec(own);

            assertThat(application.reader(LocalDate.class.getName()).read(HandlerTask.json("\"2030-01-31\"")))
                    .isEqualTo(LocalDate.of(2030, 1, 31));
            assertThat(application.reader(IMAGE).read(HandlerTask.json("{\"name\":\"a\",\"width\":1,\"more\":2}")))
                    .isEqualTo(new Image("a", 1));
        }
    }

    @Nested
    class Encoding {
        @Test
        void a_payload_is_written_as_json() throws Exception {
            assertThat(new String(codec.encode(new Image("é", 1)), UTF_8)).isEqualTo("{\"name\":\"é\",\"width\":1}");
            assertThat(new String(codec.encode("a"), UTF_8)).isEqualTo("\"a\"");
        }

        @Test
        void what_cannot_be_written_is_told_in_a_sentence() {
            var refusal = catchThrowableOfType(PayloadException.class, () -> codec.encode(new Cycle()));

            assertThat(refusal.getMessage()).startsWith("Direct self-reference").doesNotContain("\n", "Source");
        }

        @Test
        void exactly_one_json_value_passes_the_check() throws Exception {
            for (String json : List.of("{\"a\":[1,{}]}", "[]", "7", "\"a\"", "null")) {
                codec.requireJson(json.getBytes(UTF_8));
            }
            for (String other : List.of("", "{", "{}{}", "a", "[1,]")) {
                assertThat(catchThrowableOfType(PayloadException.class, () -> codec.requireJson(other.getBytes(UTF_8))))
                        .as(other)
                        .isNotNull();
            }
        }
    }

    private Object read(String type, HandlerTask task) throws PayloadException {
        return codec.reader(type).read(task);
    }

    private PayloadException refusal(String type, HandlerTask task) {
        return refusal(codec.reader(type), task);
    }

    private PayloadException refusal(List<String> types, String json) {
        return refusal(codec.arrayReader(types), HandlerTask.json(json));
    }

    private static PayloadException refusal(PayloadReader reader, HandlerTask task) {
        return catchThrowableOfType(PayloadException.class, () -> reader.read(task));
    }
}
