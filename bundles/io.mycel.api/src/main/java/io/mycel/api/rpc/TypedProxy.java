package io.mycel.api.rpc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** A Java interface whose methods call remote functions. */
final class TypedProxy implements InvocationHandler {
  private final Class<?> type;
  private final Function<Method, Optional<RemoteFunction>> functions;
  private final String label;

  private TypedProxy(
      Class<?> type, Function<Method, Optional<RemoteFunction>> functions, String label) {
    this.type = type;
    this.functions = functions;
    this.label = label;
  }

  /** An interface over several functions, found by the names of its methods. */
  static <T> T of(Class<T> type, Map<?, ?> members, String label) {
    return make(type, method -> find(members, method.getName()), label);
  }

  /** A functional interface over one function. */
  static <T> T of(Class<T> type, RemoteFunction function) {
    return make(type, method -> Optional.of(function), function.toString());
  }

  private static <T> T make(
      Class<T> type, Function<Method, Optional<RemoteFunction>> functions, String label) {
    if (!type.isInterface()) {
      throw new IllegalArgumentException(type.getName() + " must be an interface");
    }
    InvocationHandler handler = new TypedProxy(type, functions, label);
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static Optional<RemoteFunction> find(Map<?, ?> members, String name) {
    Object found = members.get(name);
    if (found == null) {
      found = members.get(snake(name));
    }
    return found instanceof RemoteFunction function ? Optional.of(function) : Optional.empty();
  }

  private static String snake(String name) {
    StringBuilder snake = new StringBuilder();
    for (char c : name.toCharArray()) {
      if (Character.isUpperCase(c)) {
        snake.append('_');
      }
      snake.append(Character.toLowerCase(c));
    }
    return snake.toString();
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    if (method.getDeclaringClass() == Object.class) {
      return switch (method.getName()) {
        case "equals" -> proxy == arguments[0];
        case "hashCode" -> System.identityHashCode(proxy);
        default -> type.getSimpleName() + " at " + label;
      };
    }
    Optional<RemoteFunction> function = functions.apply(method);
    if (method.isDefault() && (function.isEmpty() || JavaFunction.single(type).isPresent())) {
      return runHere(proxy, method, arguments);
    }
    RemoteFunction called =
        function.orElseThrow(
            () ->
                new RpcException(
                    RpcException.Kind.METHOD_NOT_FOUND,
                    label + " has no function " + method.getName()));
    return call(called, method, arguments(method, arguments));
  }

  private static Object runHere(Object proxy, Method method, Object[] arguments) throws Throwable {
    try {
      return InvocationHandler.invokeDefault(proxy, method, arguments);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(
          method + " cannot be called: its interface must be public and its package exported", e);
    }
  }

  private static List<Object> arguments(Method method, Object[] given) {
    List<Object> arguments =
        given == null ? new ArrayList<>() : new ArrayList<>(Arrays.asList(given));
    if (method.isVarArgs()) {
      Object rest = arguments.remove(arguments.size() - 1);
      for (int i = 0; i < java.lang.reflect.Array.getLength(rest); i++) {
        arguments.add(java.lang.reflect.Array.get(rest, i));
      }
    }
    return arguments;
  }

  private Object call(RemoteFunction function, Method method, List<Object> arguments) {
    Type result = method.getGenericReturnType();
    String where = "result of " + label + "." + method.getName();
    if (method.getReturnType() == CompletableFuture.class
        || method.getReturnType() == CompletionStage.class) {
      Type value =
          result instanceof ParameterizedType p ? p.getActualTypeArguments()[0] : Object.class;
      return function
          .call(arguments, Map.of())
          .thenApply(answer -> JavaValues.convert(answer, value, where));
    }
    Object answer = Waiting.forAnswer(function, arguments, Map.of());
    return method.getReturnType() == void.class ? null : JavaValues.convert(answer, result, where);
  }
}
