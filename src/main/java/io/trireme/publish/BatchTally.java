package io.trireme.publish;

import io.trireme.Fault;
import io.trireme.publish.BatchReport.LineError;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/** Counts what becomes of the lines of one batch. Any thread: receipts come on the producer's. */
final class BatchTally {
    /** Failures in a row after which the brokers are taken for gone. */
    static final int HOPELESS = 10;

    private final int most;
    private final Consumer<LineError> onError;
    private final List<LineError> errors = new ArrayList<>(); // all guarded by this
    private long accepted;
    private long rejected;
    private int refusedInARow;

    /**
     * @param most errors that are kept; beyond it they are counted
     * @param onError is told each error as it comes
     */
    BatchTally(int most, Consumer<LineError> onError) {
        this.most = most;
        this.onError = onError;
    }

    synchronized void accepted() {
        accepted++;
        refusedInARow = 0;
    }

    synchronized void rejected(long line, String error) {
        rejected++;
        var lineError = new LineError(line, error);
        if (errors.size() < most) {
            errors.add(lineError);
        }
        onError.accept(lineError);
    }

    synchronized void rejected(long line, String error, Fault fault) {
        rejected(line, error);
        refusedInARow += isTheBrokers(fault) ? 1 : 0;
    }

    /** Whether the brokers have taken nothing for so long that going on makes no sense. */
    synchronized boolean isHopeless() {
        return refusedInARow >= HOPELESS;
    }

    synchronized BatchReport report(long unreadFrom) {
        errors.sort(Comparator.comparingLong(LineError::line));
        return new BatchReport(accepted, rejected, errors, unreadFrom);
    }

    private static boolean isTheBrokers(Fault fault) {
        return switch (fault) {
            case BUFFER_FULL, NOT_PUBLISHED, BROKER_UNAVAILABLE -> true;
            default -> false;
        };
    }
}
