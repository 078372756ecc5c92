// How errors that nobody caught are told.
(function (world, host) {
  'use strict';

  // The stack without the lines of this world, which tell a plugin's author nothing.
  world.stackOf = (error) =>
    String(error?.stack ?? '')
      .split('\n')
      .filter((line) => !line.includes('mycel:') && !/\((native|Unnamed)/.test(line))
      .join('\n');

  world.describe = (error) => {
    try {
      return error instanceof Error ? world.stackOf(error) || String(error) : String(error);
    } catch {
      return 'a value that has no text';
    }
  };
});
