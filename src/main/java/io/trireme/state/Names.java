package io.trireme.state;

import io.trireme.Fault;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/** Names of shared objects: anything that has so many bytes in UTF-8. */
final class Names {
    private Names() {}

    /**
     * The name, checked.
     *
     * @throws io.trireme.TriremeException {@link Fault#STATE_NAME_WRONG}
     */
    static String checked(String name) {
        int length = length(name);
        if (length < 1 || length > Limits.NAME_BYTES) {
            throw Fault.STATE_NAME_WRONG.because(Limits.NAME_BYTES, length, Words.cut(name));
        }
        return name;
    }

    /** 0 for what has no encoding: half a surrogate pair would become a question mark, and so another name. */
    private static int length(String name) {
        try {
            return StandardCharsets.UTF_8
                    .newEncoder()
                    .encode(CharBuffer.wrap(name))
                    .remaining();
        } catch (CharacterCodingException unwritable) {
            return 0;
        }
    }

    /** As any producer would choose it for the name as the key. */
    static int partition(String name, int partitions) {
        return Utils.toPositive(Utils.murmur2(Texts.bytes(name))) % partitions;
    }
}
