package io.mycel.api.rpc;

import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A generator that runs at another peer (generation B): items are made there when they are asked
 * for here. Close it when you stop before its end.
 *
 * @param function gives the next item
 * @param closing ends it early; null if the other side offers none
 * @param wire the map it arrived as; passed on as it is
 */
public record RemoteGenerator(
    RemoteFunction function, RemoteFunction closing, Map<String, Object> wire)
    implements Iterable<Object>, AutoCloseable {

  /**
   * An item.
   *
   * @param value may be null
   */
  public record Item(Object value) {}

  /** The next item, or empty at the end. Ask for one at a time. */
  public CompletableFuture<Optional<Item>> next() {
    return function.call().thenApply(RemoteGenerator::item);
  }

  private static Optional<Item> item(Object answer) {
    return answer instanceof Map<?, ?> map && "stop_iteration".equals(map.get("_rtype"))
        ? Optional.empty()
        : Optional.of(new Item(answer));
  }

  /** Tells the other side that no more items are wanted; does not wait for it. */
  @Override
  public void close() {
    if (closing != null) {
      closing.call();
    }
  }

  /** An iterator whose {@code hasNext} waits for the other side. */
  @Override
  public Iterator<Object> iterator() {
    return new Iterator<>() {
      private Optional<Item> ahead;

      @Override
      public boolean hasNext() {
        if (ahead == null) {
          ahead = item(Waiting.forAnswer(function, java.util.List.of(), Map.of()));
        }
        return ahead.isPresent();
      }

      @Override
      public Object next() {
        if (!hasNext()) {
          throw new NoSuchElementException("the generator " + function + " is at its end");
        }
        Object value = ahead.orElseThrow().value();
        ahead = null;
        return value;
      }
    };
  }

  /** A stream that waits for the other side; closing it closes the generator. */
  public Stream<Object> stream() {
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(iterator(), Spliterator.ORDERED), false)
        .onClose(this::close);
  }
}
