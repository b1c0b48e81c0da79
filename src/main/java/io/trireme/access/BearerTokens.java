package io.trireme.access;

import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes Quarkus's identity of the caller out of {@code Authorization: Bearer trireme_…}.
 *
 * <p>A token that is not in force makes nobody, and {@link Gate} refuses that: so an application's own endpoints, and its own
 * bearer tokens, are left to the application.
 */
@Singleton
@IfBuildProperty(name = "trireme.http.enabled", stringValue = "true")
final class BearerTokens implements HttpAuthenticationMechanism {
    private static final String SCHEME = "Bearer ";

    /** Before those that take every bearer token for theirs. */
    private static final int PRIORITY = DEFAULT_PRIORITY + 1_000;

    private final Provider<Access> access;

    BearerTokens(Provider<Access> access) {
        this.access = access;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager others) {
        return Uni.createFrom()
                .optional(token(context.request().getHeader(HttpHeaders.AUTHORIZATION))
                        .flatMap(token -> access.get().find(token))
                        .map(BearerTokens::identity));
    }

    /** The answer to who has none is {@link Gate}'s. */
    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return Uni.createFrom().nullItem();
    }

    @Override
    public int getPriority() {
        return PRIORITY;
    }

    static Optional<String> token(@Nullable String authorization) {
        return Optional.ofNullable(authorization)
                .filter(text -> text.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                .map(text -> text.substring(SCHEME.length()).strip())
                .filter(Token::isOne);
    }

    private static SecurityIdentity identity(Grant grant) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(grant.name()))
                .addRoles(grant.roles().stream()
                        .map(role -> "trireme-" + role.word())
                        .collect(Collectors.toSet()))
                .addCredential(grant)
                .build();
    }
}
