package io.mycel.api.rpc;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.TreeMap;

/** The public methods of a Java object as functions of a service. */
final class JavaService {
  private JavaService() {}

  /** Functions by name, in the order of the alphabet (reflection knows no order of its own). */
  static Map<String, Object> members(Class<?> type, Object object) {
    Map<String, Object> members = new TreeMap<>();
    for (Method method : type.getMethods()) {
      if (method.getDeclaringClass() == Object.class
          || method.isBridge()
          || Modifier.isStatic(method.getModifiers())) {
        continue;
      }
      if (members.put(method.getName(), new JavaFunction(object, method)) != null) {
        throw new IllegalArgumentException(
            type.getName()
                + " has several public methods "
                + method.getName()
                + ": callers know functions by name only, so rename all but one");
      }
    }
    return members;
  }
}
