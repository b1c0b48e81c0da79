package io.trireme.app;

import picocli.CommandLine.IVersionProvider;

/** What {@code --version} says. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Trireme.class.getPackage().getImplementationVersion();
        return new String[] {
            "trireme " + (version == null ? "(development)" : version),
            "Java " + Runtime.version() + ", " + System.getProperty("java.vm.name")
        };
    }
}
