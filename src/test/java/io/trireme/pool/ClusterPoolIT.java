package io.trireme.pool;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.trireme.testing.BrokerResource;

/** The back end over Kafka, from the publisher through workers to the results, and back by way of revocations. */
@QuarkusTest
@WithTestResource(BrokerResource.class)
class ClusterPoolIT extends ClusterPoolContract {
    @Override
    <A> ClusterPool.Builder<A, Integer> shaped(ClusterPool.Builder<A, Integer> pool) {
        return pool;
    }
}
