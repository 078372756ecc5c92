package io.mycel.js.engine.internal.graal;

import java.lang.reflect.Field;
import org.graalvm.polyglot.Engine;
import org.slf4j.LoggerFactory;

/**
 * Lets an engine compile each function of JavaScript once, as well as it can, where it would do so
 * twice: first quickly, then well. The compiler is written in Java, and cold when a server is
 * young; with half the work code has its full speed sooner.
 *
 * <p>The option {@code engine.MultiTier=false} is that. The policy {@code CONSTRAINED} refuses it,
 * as it does every option of the compiler, so it is set where the engine keeps it: in fields of
 * Truffle that are no interface of its. In a release that has others the engine compiles twice.
 */
final class SingleTier {
  private SingleTier() {}

  /** Before the engine has its first context. */
  static void choose(Engine engine) {
    try {
      Object data = read(read(engine, "receiver"), "runtimeData");
      data.getClass().getField("multiTier").setBoolean(data, false);
    } catch (ReflectiveOperationException | RuntimeException e) {
      LoggerFactory.getLogger(SingleTier.class)
          .warn("This GraalJS compiles everything twice, and is slower at first: {}", e.toString());
    }
  }

  private static Object read(Object owner, String name) throws ReflectiveOperationException {
    Field field = owner.getClass().getDeclaredField(name);
    field.setAccessible(true);
    return field.get(owner);
  }
}
