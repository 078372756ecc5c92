package io.mycel.js.internal.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class InOrderTest {
  private final Queue<Runnable> given = new ArrayDeque<>();
  private final List<Integer> done = new ArrayList<>();
  private boolean full;
  private final InOrder order =
      new InOrder(
          task -> {
            if (full) {
              throw new RejectedExecutionException();
            }
            given.add(task);
          });

  @Test
  void oneThreadAtATimeRunsAllThatWait() {
    for (int i = 0; i < 3; i++) {
      int number = i;
      order.execute(() -> done.add(number));
    }
    assertEquals(1, given.size());
    given.remove().run();
    assertEquals(List.of(0, 1, 2), done);
    order.execute(() -> done.add(3));
    given.remove().run();
    assertEquals(List.of(0, 1, 2, 3), done);
  }

  @Test
  void aTaskThatThrowsDoesNotKeepTheOthers() {
    order.execute(
        () -> {
          throw new IllegalStateException("broken");
        });
    order.execute(() -> done.add(1));
    assertThrows(IllegalStateException.class, given.remove()::run);
    given.remove().run();
    assertEquals(List.of(1), done);
  }

  @Test
  void whatIsRefusedIsForgotten() {
    full = true;
    assertThrows(RejectedExecutionException.class, () -> order.execute(() -> done.add(1)));
    full = false;
    order.execute(() -> done.add(2));
    given.remove().run();
    assertEquals(List.of(2), done);
  }
}
