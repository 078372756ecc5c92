// Where a worker is, and in what: location and navigator (HTML standard).
(function (world, host) {
  'use strict';

  class WorkerNavigator {
    get userAgent() { return 'Mycel'; }
    get appName() { return 'Netscape'; }
    get appVersion() { return '5.0'; }
    get platform() { return ''; }
    get product() { return 'Gecko'; }
    get language() { return 'en'; }
    get languages() { return Object.freeze(['en']); }
    get onLine() { return true; }
    get hardwareConcurrency() { return 1; }
  }
  class WorkerLocation {
    get href() { return 'https://plugin.invalid/'; }
    get origin() { return 'https://plugin.invalid'; }
    get protocol() { return 'https:'; }
    get host() { return 'plugin.invalid'; }
    get hostname() { return 'plugin.invalid'; }
    get port() { return ''; }
    get pathname() { return '/'; }
    get search() { return ''; }
    get hash() { return ''; }
    toString() { return this.href; }
  }

  world.expose({ WorkerNavigator, WorkerLocation });
  world.define('navigator', new WorkerNavigator());
  world.define('location', new WorkerLocation());
});
