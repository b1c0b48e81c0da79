/**
 * The service shell: the command line, the start of the service, and what all HTTP faces share.
 *
 * <p>Start with {@link io.trireme.app.Trireme}, then {@link io.trireme.app.Service}. Nothing else in Trireme uses this
 * package.
 */
@NullMarked
package io.trireme.app;

import org.jspecify.annotations.NullMarked;
