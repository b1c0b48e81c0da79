package io.trireme.consume;

import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.UnsatisfiedResolutionException;
import jakarta.enterprise.util.TypeLiteral;
import java.lang.annotation.Annotation;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/** An application without any bean of the type, as it is injected. */
final class NoBeans<T> implements Instance<T> {
    @Override
    public Instance<T> select(Annotation... qualifiers) {
        return this;
    }

    @Override
    public <U extends T> Instance<U> select(Class<U> subtype, Annotation... qualifiers) {
        return new NoBeans<>();
    }

    @Override
    public <U extends T> Instance<U> select(TypeLiteral<U> subtype, Annotation... qualifiers) {
        return new NoBeans<>();
    }

    @Override
    public boolean isUnsatisfied() {
        return true;
    }

    @Override
    public boolean isAmbiguous() {
        return false;
    }

    @Override
    public void destroy(T instance) {
        throw new IllegalArgumentException("none of ours: " + instance);
    }

    @Override
    public Handle<T> getHandle() {
        throw new UnsatisfiedResolutionException("there is none");
    }

    @Override
    public Iterable<? extends Handle<T>> handles() {
        return List.of();
    }

    @Override
    public T get() {
        throw new UnsatisfiedResolutionException("there is none");
    }

    @Override
    public Iterator<T> iterator() {
        return Collections.emptyIterator();
    }
}
