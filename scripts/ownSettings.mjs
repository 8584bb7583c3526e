// What a user has set for their own clouds and programs, and what must not reach anything that is tried here.

/** Credentials, backends and switches, proxies that would come between, and what every Node.js is to load. */
export const isOwnSetting = (name) => /^(HW_|CLOUDPOND_|PULUMI_|NODE_OPTIONS$)|^(https?|all)_proxy$/iu.test(name);

/** Takes them out of this process's environment, so that nothing it starts inherits them. */
export function forgetOwnSettings() {
  for (const name of Object.keys(process.env)) if (isOwnSetting(name)) delete process.env[name];
}
