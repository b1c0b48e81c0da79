package io.trireme.child;

import io.trireme.Fault;
import io.trireme.TaskError;
import io.trireme.result.CarriedResult;
import io.trireme.result.ResultValue;
import java.io.DataInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;

/** Frames to bytes and back. The kinds and the order of what is in them is {@link #VERSION}. Pure. */
final class FrameCodec {
    /** Of all that is written here and in {@link CarriedTask}, {@link Measured} and {@link ThrownCodec}. */
    static final int VERSION = 2;

    private static final int SETUP = 1;
    private static final int CANCEL = 2;
    private static final int ABANDON = 3;
    private static final int WORK = 4;
    private static final int HELLO = 5;
    private static final int REFUSED = 6;
    private static final int PROGRESS = 7;
    private static final int NOTHING = 8;
    private static final int JSON = 9;
    private static final int RAW = 10;
    private static final int UNWRITABLE = 11;
    private static final int FAILED = 12;
    private static final int REJECTED = 13;
    private static final int FAULTED = 14;
    private static final int SNOOZED = 15;
    private static final int METERS = 16;

    private FrameCodec() {}

    /** The frame as it goes over the line, its length in front. */
    static byte[] encode(Frame frame) {
        return packed(frame).frame();
    }

    private static Packer packed(Frame frame) {
        return switch (frame) {
            case Frame.Setup setup ->
                new Packer(SETUP)
                        .number(setup.version())
                        .text(setup.socket())
                        .text(setup.queue())
                        .number(setup.longest())
                        .texts(setup.settings());
            case Frame.Cancel(long number) -> new Packer(CANCEL).number(number);
            case Frame.Abandon(long number) -> new Packer(ABANDON).number(number);
            case Frame.Work(long number, CarriedTask task) -> {
                Packer packer = new Packer(WORK).number(number);
                task.pack(packer);
                yield packer;
            }
            case Frame.Hello(int version) -> new Packer(HELLO).number(version);
            case Frame.Refused(var why) -> thrown(new Packer(REFUSED), why);
            case Frame.Progress(long done, long total, String note) ->
                new Packer(PROGRESS).number(done).number(total).text(note);
            case Frame.Meters(var all) -> {
                Packer packer = new Packer(METERS).number(all.size());
                all.forEach(one -> one.pack(packer));
                yield packer;
            }
            case Frame.Nothing nothing -> new Packer(NOTHING);
            case Frame.Done(CarriedResult.Value(ResultValue value)) ->
                new Packer(value.isJson() ? JSON : RAW).text(value.type()).bytes(value.bytes());
            case Frame.Done(CarriedResult.Unwritable(TaskError why)) ->
                new Packer(UNWRITABLE)
                        .text(why.reason().name())
                        .text(why.exception())
                        .text(why.message())
                        .text(why.stack().orElse(null));
            case Frame.Failed(var thrown) -> thrown(new Packer(FAILED), thrown);
            case Frame.Rejected(var thrown) -> thrown(new Packer(REJECTED), thrown);
            case Frame.Faulted(Fault fault, var thrown) -> thrown(new Packer(FAULTED).text(fault.name()), thrown);
            case Frame.Snoozed(Duration pause) ->
                new Packer(SNOOZED).number(pause.getSeconds()).number(pause.getNano());
        };
    }

    private static Packer thrown(Packer packer, Throwable thrown) {
        ThrownCodec.pack(packer, thrown);
        return packer;
    }

    /**
     * Waits for the next frame, and reads no byte behind it.
     *
     * @param longest most bytes of it
     * @throws java.io.EOFException when there is none any more
     */
    static Frame read(DataInputStream input, int longest) throws IOException {
        int length = input.readInt();
        if (length < 1 || length > longest) {
            throw new IOException("a frame of " + length + " bytes");
        }
        byte[] body = new byte[length];
        input.readFully(body);
        return decode(body);
    }

    /**
     * Reads a frame without its length.
     *
     * @throws IOException when it is none
     */
    static Frame decode(byte[] bytes) throws IOException {
        var body = new Unpacker(bytes);
        int kind = body.kind();
        return switch (kind) {
            case SETUP -> new Frame.Setup(body.number(), body.text(), body.text(), body.number(), body.texts());
            case CANCEL -> new Frame.Cancel(body.longNumber());
            case ABANDON -> new Frame.Abandon(body.longNumber());
            case WORK -> new Frame.Work(body.longNumber(), CarriedTask.unpack(body));
            case HELLO -> new Frame.Hello(body.number());
            case REFUSED -> new Frame.Refused(ThrownCodec.unpack(body));
            case PROGRESS -> new Frame.Progress(body.longNumber(), body.longNumber(), body.text());
            case METERS -> meters(body);
            case NOTHING -> new Frame.Nothing();
            case JSON -> value(body, ResultValue.JSON);
            case RAW -> value(body, ResultValue.RAW);
            case UNWRITABLE ->
                new Frame.Done(new CarriedResult.Unwritable(
                        new TaskError(fault(body.text()), body.text(), body.text(), body.optionalText())));
            case FAILED -> new Frame.Failed(ThrownCodec.unpack(body));
            case REJECTED -> new Frame.Rejected(ThrownCodec.unpack(body));
            case FAULTED -> new Frame.Faulted(fault(body.text()), ThrownCodec.unpack(body));
            case SNOOZED -> new Frame.Snoozed(Duration.ofSeconds(body.longNumber(), body.number()));
            default -> throw new IOException("a frame of kind " + kind);
        };
    }

    private static Frame meters(Unpacker body) throws IOException {
        int count = body.number();
        var all = new ArrayList<Measured>();
        for (int i = 0; i < count; i++) {
            all.add(Measured.unpack(body));
        }
        return new Frame.Meters(all);
    }

    private static Frame value(Unpacker body, String contentType) throws IOException {
        String type = body.text();
        return new Frame.Done(new CarriedResult.Value(new ResultValue(body.bytes(), contentType, type)));
    }

    private static Fault fault(String name) throws IOException {
        try {
            return Fault.valueOf(name);
        } catch (IllegalArgumentException unknown) {
            throw new IOException("a fault " + name, unknown);
        }
    }
}
