package io.mycel.api.rpc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A Java method as a function for other peers: converts arguments and calls it. */
final class JavaFunction implements RpcFunction {
  /** The method of a class's functional interface; empty if the class has none. */
  private static final ClassValue<Optional<Method>> FUNCTIONAL =
      new ClassValue<>() {
        @Override
        protected Optional<Method> computeValue(Class<?> type) {
          return functional(type);
        }
      };

  private final Object target;
  private final Method method;
  private final Parameter[] parameters;
  private final Type[] types;

  JavaFunction(Object target, Method method) {
    this.target = target;
    this.method = method;
    this.parameters = method.getParameters();
    this.types = method.getGenericParameterTypes();
    method.trySetAccessible(); // a public method of a class that is not public itself
  }

  static Optional<JavaFunction> of(Object object) {
    return object == null
        ? Optional.empty()
        : FUNCTIONAL.get(object.getClass()).map(method -> new JavaFunction(object, method));
  }

  /** The only abstract method of an interface; empty if it has none or several. */
  static Optional<Method> single(Class<?> type) {
    Method found = null;
    for (Method method : type.getMethods()) {
      if (Modifier.isAbstract(method.getModifiers()) && !isObjectMethod(method)) {
        if (found != null && !found.getName().equals(method.getName())) {
          return Optional.empty();
        }
        found = method;
      }
    }
    return Optional.ofNullable(found);
  }

  private static boolean isObjectMethod(Method method) {
    try {
      Object.class.getMethod(method.getName(), method.getParameterTypes());
      return true;
    } catch (NoSuchMethodException e) {
      return false; // the usual case, and the only way to ask
    }
  }

  private static Optional<Method> functional(Class<?> type) {
    Deque<Class<?>> open = new ArrayDeque<>(List.of(type));
    while (!open.isEmpty()) {
      Class<?> next = open.pop();
      boolean lambda = type.isHidden() && next.isInterface();
      if (next.isInterface() && (lambda || next.isAnnotationPresent(FunctionalInterface.class))) {
        Optional<Method> method = single(next);
        if (method.isPresent()) {
          return method;
        }
      }
      open.addAll(List.of(next.getInterfaces()));
      if (next.getSuperclass() != null) {
        open.add(next.getSuperclass());
      }
    }
    return Optional.empty();
  }

  @Override
  public Object call(Call call) throws Exception {
    try {
      return method.invoke(target, arguments(call));
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Exception exception) {
        throw exception;
      }
      throw e;
    }
  }

  private Object[] arguments(Call call) {
    Object[] arguments = new Object[parameters.length];
    Map<String, Object> kwargs = new HashMap<>(call.kwargs());
    int used = 0;
    for (int i = 0; i < parameters.length; i++) {
      String name = parameters[i].getName();
      if (types[i] == Call.Context.class) {
        arguments[i] = call.context();
      } else if (types[i] == Call.class) {
        arguments[i] = call;
        kwargs.clear();
        used = call.args().size();
      } else if (parameters[i].isVarArgs()) {
        List<Object> rest =
            call.args().subList(Math.min(used, call.args().size()), call.args().size());
        arguments[i] = JavaValues.convert(rest, types[i], "argument " + name);
        used = call.args().size();
      } else {
        Object value;
        if (used < call.args().size()) {
          value = call.args().get(used++);
        } else if (kwargs.containsKey(name)) {
          value = kwargs.remove(name);
        } else {
          value = null;
        }
        arguments[i] = JavaValues.convert(value, types[i], "argument " + name);
      }
    }
    if (used < call.args().size() || !kwargs.isEmpty()) {
      throw new IllegalArgumentException(
          method.getName()
              + " takes "
              + parameters.length
              + " arguments, but got "
              + call.args().size()
              + (call.kwargs().isEmpty() ? "" : " and " + call.kwargs().keySet()));
    }
    return arguments;
  }
}
