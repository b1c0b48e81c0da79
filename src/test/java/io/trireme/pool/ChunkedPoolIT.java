package io.trireme.pool;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.trireme.testing.BrokerResource;

/** The back end over Kafka holds to the same when each of its chunks is one task. */
@QuarkusTest
@WithTestResource(BrokerResource.class)
class ChunkedPoolIT extends ClusterPoolContract {
    @Override
    <A> ClusterPool.Builder<A, Integer> shaped(ClusterPool.Builder<A, Integer> pool) {
        return pool.oneTaskPerChunk();
    }

    /** Not a test here: a call alone is the same task as without chunks. */
    @Override
    void ten_thousand_callers_wait_at_once() {}
}
