package io.trireme.run;

import io.trireme.RunnerKind;

class VirtualRunnerTest extends RunnerContract {
    @Override
    Runner make(int concurrency, int capacity) {
        return Runner.of(RunnerKind.VIRTUAL, "contract", concurrency, capacity);
    }
}
