/** Of the sessions of pages and actions. */
export const KEY = 'AV_H91p23Y5U6jkkjfHt2_ezMB5ahvr-pdavRh0GId0'
