package io.mycel.bench.micro;

import io.mycel.api.rpc.RpcLimits;
import io.mycel.api.transport.ConnectionHandler;
import io.mycel.hub.internal.HubComponent;
import io.mycel.hub.internal.HubConfig;
import io.mycel.rpc.FrameEngine;
import io.mycel.rpc.RpcEngines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/**
 * The whole hub without a framework: its component is made as Declarative Services makes it, with
 * the configuration's defaults, and what it registers is kept. {@link ConnectionHandler} is all of
 * it that a transport sees, and all that benchmarks use.
 */
public final class HubOnClassPath implements AutoCloseable {
  private final Map<String, Object> services = new ConcurrentHashMap<>();
  private final Path folder;
  private final FrameEngine engine = RpcEngines.create(RpcLimits.defaults());
  private final HubComponent component;

  /** Starts a hub. */
  public HubOnClassPath() {
    try {
      folder = Files.createTempDirectory("mycel-bench-hub");
      HubConfig defaults = proxy(HubConfig.class, (method, arguments) -> method.getDefaultValue());
      component = new HubComponent(proxy(BundleContext.class, this::context), defaults, engine);
    } catch (IOException e) {
      throw new UncheckedIOException("the hub does not start", e);
    }
  }

  private interface Answers {
    Object to(Method method, Object[] arguments);
  }

  private static <T> T proxy(Class<T> type, Answers answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> answers.to(method, arguments)));
  }

  private Object context(Method method, Object[] arguments) {
    return switch (method.getName()) {
      case "getDataFile" -> folder.resolve((String) arguments[0]).toFile();
      case "registerService" -> {
        services.put(((Class<?>) arguments[0]).getName(), arguments[1]);
        yield proxy(ServiceRegistration.class, (of, none) -> null);
      }
      // there are no services of other bundles, now or later
      case "addServiceListener", "removeServiceListener", "getAllServiceReferences" -> null;
      // the hub itself is no bundle here; the framework runs, and so the hub stops alone
      case "getBundle" -> arguments == null ? null : proxy(Bundle.class, this::framework);
      default -> throw new UnsupportedOperationException("the hub asked for " + method);
    };
  }

  private Object framework(Method method, Object[] arguments) {
    return switch (method.getName()) {
      case "getState" -> Bundle.ACTIVE;
      case "getBundleContext" -> proxy(BundleContext.class, this::context);
      default ->
          throw new UnsupportedOperationException("the hub asked the framework for " + method);
    };
  }

  /** What a transport hands connections and frames to. */
  public ConnectionHandler handler() {
    return (ConnectionHandler) services.get(ConnectionHandler.class.getName());
  }

  /** The hub's engine. */
  public FrameEngine engine() {
    return engine;
  }

  /** Stops the hub. */
  @Override
  public void close() {
    try {
      // Declarative Services calls it in the same way: it need not be public.
      Method stop = HubComponent.class.getDeclaredMethod("stop");
      stop.setAccessible(true);
      stop.invoke(component);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the hub does not stop", e);
    } finally {
      engine.close();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + folder, e);
    }
  }
}
