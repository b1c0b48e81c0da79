package io.trireme.run;

import io.trireme.RunnerKind;

class PlatformRunnerTest extends RunnerContract {
    @Override
    Runner make(int concurrency, int capacity) {
        return Runner.of(RunnerKind.PLATFORM, "contract", concurrency, capacity);
    }
}
