package io.mycel.transport.jetty.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.lang.ref.WeakReference;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.thread.Scheduler;
import org.junit.jupiter.api.Test;

class OpenTimeoutTest {
  private final List<Runnable> planned = new ArrayList<>();

  private static <T> T proxy(Class<T> type, java.lang.reflect.InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private WeakReference<Connection> opened(OpenTimeout timeout) {
    Connection connection = proxy(Connection.class, (self, method, arguments) -> null);
    timeout.onOpened(connection);
    return new WeakReference<>(connection);
  }

  /** Most sockets become WebSockets, and their HTTP parser with its buffers is of no use then. */
  @Test
  void connectionThatIsGoneIsNotHeldUntilItsTimeIsOver() throws Exception {
    Scheduler scheduler =
        proxy(
            Scheduler.class,
            (self, method, arguments) -> {
              planned.add((Runnable) arguments[0]);
              return null;
            });
    WeakReference<Connection> connection =
        opened(new OpenTimeout(scheduler, Duration.ofSeconds(10)));
    assertEquals(1, planned.size());
    for (int i = 0; i < 100 && connection.get() != null; i++) {
      System.gc();
      Thread.onSpinWait();
    }
    assertNull(connection.get(), "the planned look holds the connection");
    planned.get(0).run();
  }
}
