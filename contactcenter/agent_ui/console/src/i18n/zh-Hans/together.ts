import type { together as english } from "../en/together";

/** 简体中文：工单协作。 */
export const together: typeof english = {
  next: { take: "领取下一个", hint: "轮到的、且您可以答复的咨询", took: "#{id} 现在由您处理。" },
};
