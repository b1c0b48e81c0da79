package io.trireme.streams;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * Bounds the memory of all stores of the process together; by default each has its own and none knows of the others. Made by
 * Kafka Streams, by name.
 */
public final class RocksMemory implements RocksDBConfigSetter {
    static {
        RocksDB.loadLibrary();
    }

    /** Blocks read, indexes and filters, and what is written and not yet on disk. */
    private static final long BYTES = 64L * 1024 * 1024;

    /** Of which what is not yet on disk. */
    private static final long WRITE_BYTES = 16L * 1024 * 1024;

    private static final long WRITE_BYTES_PER_STORE = 4L * 1024 * 1024;

    // For as long as the process lives: stores come and go with the assignment.
    private static final LRUCache CACHE = new LRUCache(BYTES);
    private static final WriteBufferManager WRITES = new WriteBufferManager(WRITE_BYTES, CACHE);

    @Override
    public void setConfig(String store, Options options, Map<String, Object> configs) {
        var table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(CACHE);
        table.setCacheIndexAndFilterBlocks(true);
        options.setWriteBufferManager(WRITES);
        options.setWriteBufferSize(WRITE_BYTES_PER_STORE);
        options.setTableFormatConfig(table);
    }

    @Override
    public void close(String store, Options options) {
        // the cache is shared, and stays
    }
}
