package io.trireme.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExecCommandTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "$HOME",
                "${HOME}",
                "$$",
                "a\\b",
                "\\$x",
                "\\\\${x}",
                "a,b",
                " lead ",
                "{\"a\":\"b\"}",
                "\\"
            })
    void an_argument_goes_through_the_configuration_as_it_is(String argument) {
        var source = new PropertiesConfigSource(Map.of("list[0]", ExecCommand.literal(argument)), "test", 500);
        var config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(source)
                .build();

        List<String> list = config.getValues("list", String.class, ArrayList::new);
        assertThat(list).containsExactly(argument);
    }
}
