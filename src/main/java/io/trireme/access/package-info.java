/**
 * Who may call over HTTP: tokens in a file, and what each of them is for.
 *
 * <p>Start with {@link io.trireme.access.Allows}, which every endpoint has, then {@link io.trireme.access.Gate}, which every
 * request passes.
 */
@NullMarked
package io.trireme.access;

import org.jspecify.annotations.NullMarked;
