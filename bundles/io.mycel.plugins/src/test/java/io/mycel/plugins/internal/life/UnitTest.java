package io.mycel.plugins.internal.life;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mycel.api.hub.ServiceOffer;
import io.mycel.api.plugin.Isolation;
import io.mycel.api.plugin.PluginDescriptor;
import io.mycel.api.plugin.PluginId;
import io.mycel.api.plugin.PluginLog;
import io.mycel.api.plugin.PluginState;
import io.mycel.api.plugin.RunningPlugin;
import io.mycel.api.rpc.Call;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.api.rpc.Service;
import java.lang.reflect.Proxy;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceRegistration;

/** What becomes of one plugin. */
class UnitTest {
  private static final PluginId ID = new PluginId("ws", "Echo");

  private final Hosting host = new Hosting();
  private final Unit unit = host.unit;

  /** Starts and ends at once; what may block is done at once, too. */
  private static final class Hosting implements UnitHost {
    private final Runtimes runtimes = new Runtimes();
    private final WaitingCalls waitingCalls = new WaitingCalls(new AbsenceLimits(1000, 4096, 1));
    private final Queue<Runnable> events = new ArrayDeque<>();
    private final Unit unit =
        new Unit(
            new Grant(ID, "echo", "echo", "dev", "dev", Isolation.IN_JVM, List.of(), true, true),
            this,
            new LogBuffer(ID, LogLimits.STANDARD, InstantSource.system()));

    /** What the next one that is started has. */
    private Map<String, Object> members = Map.of();

    private StandIn standIn;

    void evaluate() {
      unit.evaluate();
      for (Runnable next = events.poll(); next != null; next = events.poll()) {
        next.run();
      }
    }

    @Override
    public Runtimes runtimes() {
      return runtimes;
    }

    @Override
    public Optional<Obstacle> obstacle(Unit of, Candidate candidate) {
      return runtimes.of(candidate.descriptor().type()).isPresent()
          ? Optional.empty()
          : Optional.of(Obstacle.waits("waits for a runtime"));
    }

    @Override
    public Start context(Candidate candidate, Grant grant, PluginLog log, Start.Listener listener) {
      return new Start(candidate, grant, null, log, listener);
    }

    @Override
    public void start(Unit of, Instance instance, boolean anew) {
      Map<String, Object> its = members;
      events.add(
          () ->
              of.started(
                  instance,
                  new RunningPlugin() {
                    @Override
                    public Map<String, Object> members() {
                      return its;
                    }

                    @Override
                    public CompletionStage<Void> stop() {
                      return CompletableFuture.completedStage(null);
                    }
                  }));
    }

    @Override
    public String offer(Unit of, Instance instance, RunningPlugin running) {
      instance.offered(null, running.members());
      return null;
    }

    @Override
    @SuppressWarnings("unchecked")
    public ServiceRegistration<ServiceOffer> offer(Unit of, Instance gone, StandIn stands) {
      standIn = stands;
      return proxy(ServiceRegistration.class);
    }

    @Override
    public WaitingCalls waitingCalls() {
      return waitingCalls;
    }

    @Override
    public void end(Unit of, Instance instance, boolean stop) {
      of.ended(instance);
    }

    @Override
    public void changed(Unit of) {
      // Nobody else waits.
    }

    @Override
    public void started(Unit of) {
      // Not counted.
    }

    @Override
    public void failed(Unit of) {
      throw new AssertionError("failed: " + of.view().cause());
    }

    @Override
    public void post(Runnable event) {
      events.add(event);
    }

    @Override
    public void workOrRun(Runnable work) {
      work.run();
    }

    @Override
    public long nanos() {
      return 0;
    }
  }

  /** Answers nothing. */
  private static <T> T proxy(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, args) ->
                switch (method.getName()) {
                  case "equals" -> self == args[0];
                  case "hashCode" -> 1;
                  case "getBundleId" -> 1L;
                  default -> null;
                }));
  }

  private static Runtimes.Runtime runtime() {
    return new Runtimes.Runtime(null, plugin -> null, List.of("test-type"), "runtime");
  }

  private static Candidate echo() {
    PluginDescriptor descriptor =
        new PluginDescriptor(
            "Echo",
            "test-type",
            "1.0.0",
            null,
            List.of(),
            "",
            List.of(),
            List.of(),
            Map.of(),
            List.of());
    return new Candidate(proxy(Bundle.class), "owner", descriptor, "");
  }

  @Test
  void callsThatHaveWaitedMeetAPluginThatIsActive() throws Exception {
    Runtimes.Runtime first = runtime();
    host.runtimes.add(first);
    host.members = Map.of("state", (RpcFunction) call -> unit.view().state());
    unit.add(echo());
    host.evaluate();
    assertEquals(PluginState.ACTIVE, unit.view().state());
    host.runtimes.remove(first);
    host.evaluate();
    assertEquals(PluginState.WAITING, unit.view().state());
    RpcFunction away = Service.function(host.standIn.members(), List.of("state")).orElseThrow();
    CompletableFuture<?> waiting =
        (CompletableFuture<?>) away.call(new Call(List.of(), Map.of(), null));
    host.runtimes.add(runtime());
    host.evaluate();
    assertEquals(PluginState.ACTIVE, waiting.get(10, TimeUnit.SECONDS));
  }
}
