package io.trireme.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.jsontype.PolymorphicTypeValidator;
import com.fasterxml.jackson.databind.util.ClassUtil;
import io.quarkus.arc.Unremovable;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Payloads, to bytes and back: the application's JSON with its modules and customizers, but into declared types only.
 *
 * <p>The application's mapper may have default typing; here a payload never names the class that it becomes, for who can
 * publish must not choose what is instantiated.
 *
 * <p>Thread-safe. Readers are prepared once per handler and kept by it.
 */
@Singleton
@Unremovable
public final class PayloadCodec {
    private static final JsonFactory PLAIN = new JsonFactory();

    private final ObjectMapper mapper;
    private final ObjectWriter writer;

    /** @param application the application's mapper; it is copied */
    public PayloadCodec(ObjectMapper application) {
        mapper = application.copy();
        mapper.deactivateDefaultTyping();
        mapper.setPolymorphicTypeValidator(new NoClassNames());
        mapper.disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        writer = mapper.writer();
    }

    /**
     * The payload as JSON. An array of bytes becomes a Base64 string here too: who wants bytes sent as they are does not
     * call this.
     */
    public byte[] encode(Object payload) throws PayloadException {
        try {
            return writer.writeValueAsBytes(payload);
        } catch (IOException | RuntimeException unwritable) {
            throw JsonFault.of(unwritable);
        }
    }

    /** Reads one JSON value as a declared type; a JSON null is null. */
    public @Nullable Object decode(byte[] value, Type type) throws PayloadException {
        try {
            return mapper.readerFor(mapper.constructType(type))
                    .without(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .readValue(value);
        } catch (IOException | RuntimeException unreadable) {
            throw JsonFault.of(unreadable);
        }
    }

    /** Passes if the bytes are exactly one JSON value. */
    public void requireJson(byte[] value) throws PayloadException {
        try (JsonParser parser = mapper.getFactory().createParser(value)) {
            JsonReader.requireStart(parser);
            parser.skipChildren();
            JsonReader.requireEnd(parser);
        } catch (IOException malformed) {
            throw JsonFault.of(malformed);
        }
    }

    /** The elements of a JSON array, each as it is written there. */
    public static List<byte[]> elements(byte[] array) throws PayloadException {
        var elements = new ArrayList<byte[]>();
        try (JsonParser parser = PLAIN.createParser(array)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw new PayloadException("it has to be a JSON array", null);
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                int from = (int) parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                parser.finishToken(); // a text is read to its end only now
                elements.add(Arrays.copyOfRange(
                        array, from, (int) parser.currentLocation().getByteOffset()));
            }
            JsonReader.requireEnd(parser);
            return elements;
        } catch (IOException malformed) {
            throw JsonFault.of(malformed);
        }
    }

    /**
     * A reader of whole payloads.
     *
     * @param type the declared type, as in {@code java.util.List<com.acme.Image>}; {@code [B} for an array of bytes
     */
    public PayloadReader reader(String type) {
        if (TypeName.isOptional(type)) {
            PayloadReader present = reader(TypeName.inOptional(type));
            return present instanceof JsonReader ? new JsonReader(element(type)) : new OptionalReader(present);
        }
        return switch (type) {
            case TypeName.BYTES -> new RawReader();
            case TypeName.STRING -> new TextReader(mapper.getFactory());
            default -> new JsonReader(element(type));
        };
    }

    /** The same for a type that the running application has at hand. */
    public PayloadReader reader(Type type) {
        return reader(
                type == byte[].class
                        ? TypeName.BYTES
                        : mapper.constructType(type).toCanonical());
    }

    /** A reader of payloads that are JSON arrays with one element for each of the types; it gives an {@code Object[]}. */
    public PayloadReader arrayReader(List<String> types) {
        return new JsonArrayReader(types.stream().map(this::element).toList());
    }

    private JsonElement element(String type) {
        if (TypeName.isOptional(type)) {
            String present = TypeName.inOptional(type);
            return new JsonElement(jsonReader(present), JsonElement.Null.EMPTY, TypeName.describe(present));
        }
        var whenNull = type.equals(TypeName.TREE) ? JsonElement.Null.NODE : JsonElement.Null.NOTHING;
        return new JsonElement(jsonReader(type), whenNull, TypeName.describe(type));
    }

    private ObjectReader jsonReader(String type) {
        JavaType declared = mapper.getTypeFactory().constructFromCanonical(type);
        // Boxed, so that a JSON null is seen as none and does not become 0.
        JavaType boxed =
                declared.isPrimitive() ? mapper.constructType(ClassUtil.wrapperType(declared.getRawClass())) : declared;
        return mapper.readerFor(boxed).without(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION);
    }

    /** Refuses class names in payloads where the type itself asks for them by annotation. */
    private static final class NoClassNames extends PolymorphicTypeValidator.Base {
        private static final long serialVersionUID = 1L;

        @Override
        public Validity validateBaseType(MapperConfig<?> config, JavaType baseType) {
            return Validity.DENIED;
        }
    }
}
