package io.mycel.http.internal;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Values that come one by one, each when it is asked for. */
interface Items {
  /**
   * One of them.
   *
   * @param value may be null
   */
  record Item(Object value) {}

  /** The next one, empty after the last. Asked for again only when the one before has come. */
  CompletionStage<Optional<Item>> next();

  /** No more will be asked for. */
  void close();
}
