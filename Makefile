# Everything is done by Maven; this file finds it a JDK and says what there is to do.
ARGS ?=

# The launcher finds a fit JDK, so that a machine's default java may be an old one. From 24 on the JVM warns of what
# Maven's own libraries do with Unsafe; older ones do not know the option that keeps them quiet.
jdk = JAVA_HOME=$$(./trireme --java-home) && export JAVA_HOME
mvn = $(jdk) && unsafe=--sun-misc-unsafe-memory-access=allow && \
	{ "$$JAVA_HOME/bin/java" $$unsafe -version >/dev/null 2>&1 || unsafe=; } && \
	MAVEN_OPTS="$$unsafe $$MAVEN_OPTS" mvn -B -ntp

built := target/.built
sources := pom.xml $(wildcard .mvn/*) $(shell find src/main src/examples 2>/dev/null)

.PHONY: help
help: ## Says what there is to do
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | while IFS='|' read -r target text; do \
		printf '%-14s %s\n' "$$target" "$$text"; done

.PHONY: build
build: $(built) ## Builds the library jar and the service (target/quarkus-app), unless they are up to date

$(built): $(sources)
	@$(mvn) -q -Dmaven.test.skip package
	@touch $@

.PHONY: demo
demo: $(built) ## Runs the main job on real input, on an embedded broker (ARGS=--once: exits when it is done)
	@./trireme demo $(ARGS)

.PHONY: test
test: ## Runs everything that CI runs: format, static analysis, all tests, a user's application
	@mkdir -p target && { $(mvn) -q spotless:check >target/format.log 2>&1 & } && format=$$! && $(mvn) -Dspotless.check.skip verify && \
		{ wait $$format || { cat target/format.log; exit 1; }; }
	@touch $(built)

.PHONY: guarantee
guarantee: $(built) ## Kills, freezes and replaces workers for half an hour and audits every task (ARGS=-Dguarantee.kills=40 ...)
	@$(mvn) -q -Dguarantee=long -Dguarantee.timeout='40 m' $(ARGS) \
		test-compile failsafe:integration-test@guarantees failsafe:verify@guarantees

.PHONY: unit
unit: ## Runs the tests that need no broker
	@$(mvn) test

smallrye := target/bench-smallrye/quarkus-app/quarkus-run.jar

$(smallrye): $(shell find src/bench/smallrye src/bench/java/io/trireme/bench/measure -type f 2>/dev/null)
	@$(mvn) -q -f src/bench/smallrye/pom.xml package
	@touch $@

.PHONY: bench
bench: $(built) $(smallrye) ## Measures Trireme end to end (ARGS=...: options of io.trireme.bench.Bench)
	@$(mvn) -q -Pbench -Dmaven.test.skip test-compile
	@$(jdk) && exec "$$JAVA_HOME/bin/java" -Djava.util.logging.manager=org.jboss.logmanager.LogManager \
		-Dbench.smallrye=$(smallrye) -cp "target/bench-classes:target/classes:$$(cat target/bench.classpath)" io.trireme.bench.Bench $(ARGS)

.PHONY: stress
stress: $(built) ## Provokes the races of what two threads touch (ARGS=...: options of jcstress)
	@$(mvn) -q -Pstress -Dmaven.test.skip test-compile
	@$(jdk) && mkdir -p target/stress && cd target/stress && exec "$$JAVA_HOME/bin/java" \
		-cp "../stress-classes:../classes:$$(cat ../stress.classpath)" org.openjdk.jcstress.Main -v $(or $(ARGS),-m quick)

.PHONY: image
image: $(built) ## Builds the image of a worker, with podman or docker (ARGS="--tag NAME --build-arg BASE_IMAGE=...")
	@$(mvn) -q -Pimage quarkus:build@service
	@$$(command -v podman || command -v docker) build $(or $(ARGS),--tag trireme) .

.PHONY: install
install: $(built) ## Puts the library into the local Maven repository, for applications that depend on it
	@$(mvn) -q -Dmaven.test.skip -Dinvoker.skip -Dspotless.check.skip install

.PHONY: format
format: ## Formats all Java
	@$(mvn) -q spotless:apply

.PHONY: clean
clean: ## Removes what was built
	@rm -rf target
