package io.mycel.http.internal;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A generator whose items are given by the test, and that counts how often it is asked. */
final class FakeItems implements Items {
  private final Queue<CompletableFuture<Optional<Item>>> coming = new ArrayDeque<>();
  int asked;
  int closed;

  FakeItems item(Object value) {
    coming.add(CompletableFuture.completedFuture(Optional.of(new Item(value))));
    return this;
  }

  FakeItems failure(RuntimeException failure) {
    coming.add(CompletableFuture.failedFuture(failure));
    return this;
  }

  CompletableFuture<Optional<Item>> later() {
    CompletableFuture<Optional<Item>> item = new CompletableFuture<>();
    coming.add(item);
    return item;
  }

  @Override
  public CompletionStage<Optional<Item>> next() {
    asked++;
    return coming.isEmpty() ? CompletableFuture.completedFuture(Optional.empty()) : coming.remove();
  }

  @Override
  public void close() {
    closed++;
  }
}
